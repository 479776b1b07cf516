package io.reprise.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProducerSettingsTest {
  @Test
  void hasTheseUnlessOthersAreGiven() {
    assertThat(ProducerSettings.of(Map.of()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "acks", "all",
                "enable.idempotence", "true",
                "linger.ms", "10",
                "batch.size", "131072",
                "compression.type", "lz4",
                "client.id", "reprise-publisher"));
    assertThat(ProducerSettings.of(Map.of("linger.ms", 20, "acks", "-1")))
        .containsEntry("linger.ms", 20)
        .containsEntry("acks", "all");
  }

  @ParameterizedTest
  @CsvSource({
    "acks, 1, 'acks' is always all",
    "enable.idempotence, false, 'enable.idempotence' is always true",
    "partitioner.class, x.Y, 'partitioner.class' must not be set",
    "transactional.id, t, 'transactional.id' must not be set",
    "key.serializer, x.Y, 'key.serializer' must not be set",
    "lingr.ms, 5, 'lingr.ms' is no setting",
  })
  void refusesByNameWhatItCannotHonour(String name, String value, String message) {
    assertThatThrownBy(() -> ProducerSettings.of(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void takesAllSettingsFromPropertiesOfKafkasKind() {
    var properties = new Properties();
    properties.setProperty("bootstrap.servers", "127.0.0.1:1");
    properties.setProperty("schema.registry.url", "http://127.0.0.1:1");
    properties.setProperty("auto.register.schemas", "true");
    properties.setProperty("topic", "t");

    EventPublisher.builder().properties(properties).open().close();
  }

  @Test
  void saysWhichSettingIsMissingOrWrong() {
    assertThatThrownBy(() -> EventPublisher.builder().topic("t").open())
        .hasMessageContaining("'bootstrap.servers' is missing");
    var builder = EventPublisher.builder().bootstrapServers("127.0.0.1:1");
    assertThatThrownBy(() -> builder.property("auto.register.schemas", "yes").open())
        .hasMessageContaining("'auto.register.schemas' is yes: give true or false");
    assertThatThrownBy(() -> EventPublisher.builder().bootstrapServers("nowhere").topic("t").open())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bootstrap.servers");
  }
}
