package io.reprise.archiver.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.access.FieldMask;
import io.reprise.runtime.access.Policy;
import io.reprise.runtime.access.Principal;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.value.ValueReader;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordLineTest {
  private static final FieldMask MASK =
      ConfigFile.parse(
              "policy.yaml",
              """
              bindings: [{principal: mia, role: viewer, topics: [users]}]
              masks: [{role: viewer, topics: [users], fields: [email, $key]}]
              """,
              Policy.class,
              Map.of())
          .mask(new Principal("mia"), "users");

  private static ConsumerRecord<byte[], byte[]> record() {
    var record =
        new ConsumerRecord<>("users", 0, 7, "ann".getBytes(UTF_8), "\0\0\0\0\1x".getBytes(UTF_8));
    record.headers().add("ce_subject", "ann".getBytes(UTF_8));
    return record;
  }

  @Test
  void showsNothingThatIsHidden() {
    var line = RecordLine.of(record(), MASK, ValueReader.NONE);

    assertThat(line.valueBase64()).isNull();
    assertThat(line.key()).isEqualTo("(masked)");
    assertThat(line.headers().get(0).value()).isEqualTo("(masked)");
    assertThat(Json.json().valueToTree(line).path("value").asText()).isEqualTo("(masked)");
    assertThat(line.masked())
        .contains("$key, email", "the configuration of this service names no schema registry");
  }

  @Test
  void showsTheBytesIfNothingIsHidden() {
    var line = RecordLine.of(record(), FieldMask.NONE, ValueReader.NONE);

    assertThat(line.valueBase64()).isEqualTo("\0\0\0\0\1x".getBytes(UTF_8));
    assertThat(line.key()).isEqualTo("ann");
    assertThat(line.value()).isNull();
    assertThat(line.masked()).isNull();
  }
}
