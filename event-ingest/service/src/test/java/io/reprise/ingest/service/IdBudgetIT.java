package io.reprise.ingest.service;

import static io.reprise.ingest.service.IngestFixture.STRUCTURED;
import static io.reprise.ingest.service.IngestFixture.event;
import static io.reprise.ingest.service.IngestFixture.json;
import static io.reprise.ingest.service.IngestFixture.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.http.HttpConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Shows guarantee 16 of docs/liveness.md: a topic over its budget is refused alone. */
class IdBudgetIT {
  private static final int MOST_IDS = 6;

  @Test
  void refusesOnlyTheTopicThatIsOverItsBudgetAndSaysHowManyIdsFit() {
    try (var backend = Backend.start()) {
      backend.create("busy", 1);
      backend.create("quiet", 1);
      var dedupe = new IngestConfig.Dedupe(Duration.ofMinutes(15), MOST_IDS, null);
      var config = backend.config("one", new HttpConfig("127.0.0.1", 0), dedupe, null);
      try (var service = IngestService.start(config)) {
        assertThat(publish(service, "quiet", 0)).isEqualTo(201);
        for (int i = 1; i < MOST_IDS; i++) {
          assertThat(publish(service, "busy", i)).isEqualTo(201);
        }

        var refused = post(service.uri(), "busy", STRUCTURED, event("id-99", "u"));

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(json(refused).path("detail").asText())
            .contains(
                "topic 'busy' remembers 5 ids, and 3 fit",
                "dedupe.mostIds is 6, shared by 2 topics");
        assertThat(publish(service, "quiet", 1)).isEqualTo(201);
        assertThat(publish(service, "busy", 1))
            .as("a duplicate needs no further id")
            .isEqualTo(200);
        assertThat(IngestFixture.metric(service.uri(), "reprise_ingest_ids_share")).isEqualTo(3);
      }
    }
  }

  private static int publish(IngestService service, String topic, int id) {
    return post(service.uri(), topic, STRUCTURED, event("id-" + id, "u")).statusCode();
  }
}
