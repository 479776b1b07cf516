package io.reprise.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.FreePorts;
import io.reprise.schemas.wire.WireFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostAnswerIT {

  @Test
  void doesNotCallAnEventRejectedWhenItWasStoredAndTheAnswerGotLost(@TempDir Path directory)
      throws Exception {
    int port = FreePorts.next();
    int relayPort = FreePorts.next();
    try (var broker = brokerBehind(relayPort, port, directory);
        var relay = new QuietRelay(relayPort, port)) {
      var bootstrapServers = "127.0.0.1:" + relayPort;
      StoredEvents.createTopic(bootstrapServers, "t", 1);
      try (var publisher = publisher(bootstrapServers)) {
        publisher.publish(event()).get(30, TimeUnit.SECONDS);

        relay.swallowAnswers();
        var lost = publisher.publish(event());

        assertThat(lost)
            .failsWithin(Duration.ofSeconds(30))
            .withThrowableThat()
            .havingCause()
            .isInstanceOf(OutcomeUnknownException.class)
            .withMessageContaining("topic 't' may hold the event, or not");
      }

      relay.answerAgain();
      assertThat(StoredEvents.of(bootstrapServers, "t", 1)).hasSize(2);
    }
  }

  @Test
  void doesNotCallAnEventRejectedThatWasPublishedOnTheProducersThread(@TempDir Path directory)
      throws Exception {
    int port = FreePorts.next();
    int relayPort = FreePorts.next();
    try (var broker = brokerBehind(relayPort, port, directory);
        var relay = new QuietRelay(relayPort, port)) {
      var bootstrapServers = "127.0.0.1:" + relayPort;
      StoredEvents.createTopic(bootstrapServers, "t", 1);
      try (var publisher = publisher(bootstrapServers)) {
        var lost =
            publisher
                .publish(event())
                .thenCompose(
                    position -> {
                      assertThat(Thread.currentThread().getName()).startsWith("kafka-producer");
                      relay.swallowAnswers();
                      return publisher.publish(event());
                    });

        assertThat(lost)
            .failsWithin(Duration.ofSeconds(30))
            .withThrowableThat()
            .havingCause()
            .isInstanceOf(OutcomeUnknownException.class);
      }

      relay.answerAgain();
      assertThat(StoredEvents.of(bootstrapServers, "t", 1)).hasSize(2);
    }
  }

  private static EmbeddedBroker brokerBehind(int relayPort, int port, Path directory) {
    return EmbeddedBroker.start(
        directory,
        port,
        FreePorts.next(),
        Map.of("advertised.listeners", "PLAINTEXT://127.0.0.1:" + relayPort));
  }

  private static EventPublisher publisher(String bootstrapServers) {
    return EventPublisher.builder()
        .bootstrapServers(bootstrapServers)
        .topic("t")
        .property("linger.ms", "0")
        .property("request.timeout.ms", "2000")
        .property("delivery.timeout.ms", "3000")
        .open();
  }

  private static Event event() {
    return Event.of("ordered", "user-7")
        .source("/shop")
        .encoded(WireFormat.frame(1, new byte[] {1}));
  }
}
