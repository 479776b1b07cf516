package io.reprise.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventPublisherBuilderTest {
  @ParameterizedTest
  @ValueSource(strings = {"http://[bad", "http://user:secret@a b", ""})
  void leavesNoProducerBehindWhenTheUrlOfTheRegistryIsMalformed(String url) {
    var builder = builder("malformed-url").property("schema.registry.url", url);

    assertThatThrownBy(builder::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'schema.registry.url'")
        .hasMessageNotContaining("secret");
    assertThat(threadsOf("malformed-url")).isEmpty();
  }

  @Test
  void leavesNoProducerBehindWhenKafkaRefusesASetting() {
    var builder = builder("refused-setting").property("linger.ms", "-1");

    assertThatThrownBy(builder::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("linger.ms");
    assertThat(threadsOf("refused-setting")).isEmpty();
  }

  @Test
  void anOpenPublisherHasAThreadUntilItIsClosed() {
    try (var publisher = builder("opened").open()) {
      assertThat(publisher).isNotNull();
      assertThat(threadsOf("opened")).hasSize(1);
    }
    assertThat(threadsOf("opened")).isEmpty();
  }

  private static EventPublisherBuilder builder(String clientId) {
    return EventPublisher.builder()
        .bootstrapServers("127.0.0.1:1")
        .schemaRegistry(URI.create("http://127.0.0.1:1"))
        .property("client.id", clientId);
  }

  private static List<String> threadsOf(String clientId) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.endsWith("| " + clientId))
        .toList();
  }
}
