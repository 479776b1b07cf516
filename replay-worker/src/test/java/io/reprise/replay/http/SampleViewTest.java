package io.reprise.replay.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.replay.sample.MatchEstimate;
import io.reprise.replay.sample.PlanSample;
import io.reprise.replay.sample.SampledRecord;
import io.reprise.runtime.access.FieldMask;
import io.reprise.runtime.access.Policy;
import io.reprise.runtime.access.Principal;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.value.ValueReader;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Samples as a caller sees them. The worker of these tests knows no schema registry. */
class SampleViewTest {
  private static final FieldMask HIDES_EMAIL =
      ConfigFile.parse(
              "policy.yaml",
              """
              bindings: [{principal: mia, role: viewer, topics: [users]}]
              masks: [{role: viewer, topics: [users], fields: [email, $key]}]
              """,
              Policy.class,
              Map.of())
          .mask(new Principal("mia"), "users");

  private static ConsumerRecord<byte[], byte[]> record(String value) {
    return new ConsumerRecord<>("users", 3, 7, "ada".getBytes(UTF_8), value.getBytes(UTF_8));
  }

  private static JsonNode view(SampledRecord record, FieldMask mask) {
    var sample =
        new PlanSample(
            "abcd",
            100,
            1,
            0,
            50,
            50,
            1,
            0,
            new MatchEstimate(1, 2, 6, false),
            List.of(record),
            List.of());
    return Json.json().valueToTree(SampleView.of(sample, mask, ValueReader.NONE));
  }

  @Test
  void hasTheFieldsOfTheRecordBesideItsPartition() {
    var view = view(new SampledRecord(record("x"), "it is odd", null), FieldMask.NONE);

    assertThat(view.path("estimate").path("highest").asLong()).isEqualTo(6);
    var record = view.path("selected").path(0);
    assertThat(record.path("partition").asInt()).isEqualTo(3);
    assertThat(record.path("offset").asLong()).isEqualTo(7);
    assertThat(record.path("key").asText()).isEqualTo("ada");
    assertThat(record.path("valueBase64").asText()).isEqualTo("eA==");
    assertThat(record.path("fault").asText()).isEqualTo("it is odd");
    assertThat(record.has("record")).isFalse();
    assertThat(record.has("after")).isFalse();
  }

  @Test
  void hidesWhatThePolicyHidesBeforeAndAfterTheTransforms() {
    var sampled = new SampledRecord(record("PRIVATE"), null, record("PRIVATE too"));

    var view = view(sampled, HIDES_EMAIL);

    assertThat(view.toString()).doesNotContain("PRIVATE", "UFJJVkFURQ", "ada");
    assertThat(view.path("selected").path(0).path("key").asText()).isEqualTo("(masked)");
    assertThat(view.path("selected").path(0).path("value").asText()).isEqualTo("(masked)");
    assertThat(view.path("selected").path(0).path("after").asText()).isEqualTo("(masked)");
  }
}
