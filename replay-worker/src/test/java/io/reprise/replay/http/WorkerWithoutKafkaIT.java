package io.reprise.replay.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.WorkerConfig;
import io.reprise.replay.WorkerService;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.Json;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A worker says what it knows of itself, also while Kafka does not answer. */
class WorkerWithoutKafkaIT {
  @Test
  void describesItselfWithoutTheNumberOfWorkers() throws Exception {
    var broker = EmbeddedBroker.startTemporary();
    try (var worker = WorkerService.start(config(broker), fault -> {})) {
      var api = new ApiClient(worker.uri());

      // When
      broker.close();
      var response = api.get("/api/v1/worker");

      // Then
      assertThat(response.statusCode()).isEqualTo(200);
      JsonNode self = Json.json().readTree(response.body());
      assertThat(self.path("sessionMillis").asLong()).isEqualTo(3_000);
      assertThat(self.has("workers")).isFalse();
    } finally {
      broker.close();
    }
  }

  private static WorkerConfig config(EmbeddedBroker broker) {
    return new WorkerConfig(
        "w1",
        new KafkaConfig(broker.bootstrapServers(), null),
        new WorkerConfig.Control(null, 8, (short) 1, Duration.ofSeconds(3), null),
        new HttpConfig("127.0.0.1", 0),
        Map.of(),
        2);
  }
}
