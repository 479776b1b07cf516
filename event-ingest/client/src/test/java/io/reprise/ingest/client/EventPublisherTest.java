package io.reprise.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(
          false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
  private final EventPublisher publisher =
      new EventPublisher("orders", producer, null, UnregisteredSchemaPolicy.REFUSE);

  /** This thread publishes and reports, as the producer's I/O thread does in a callback. */
  @Test
  void doesNotCallAnEventRejectedThatWasPublishedFromACompletionCallbackAndTimedOut() {
    var second = publisher.publish(event()).thenCompose(position -> publisher.publish(event()));

    producer.completeNext();
    producer.errorNext(new TimeoutException("expired"));

    assertThatThrownBy(second::join).hasCauseInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void rejectsAnEventThatTheProducerDoesNotAcceptOnTheSameThread() {
    producer.sendException = new TimeoutException("no metadata");

    CompletableFuture<EventPosition> position = publisher.publish(event());

    assertThatThrownBy(position::join)
        .cause()
        .isInstanceOfSatisfying(
            EventRejectedException.class, e -> assertThat(e.isRetriable()).isTrue());
  }

  private static Event event() {
    return Event.of("ordered", "user-7").source("/shop").encoded(new byte[] {0, 0, 0, 0, 1, 1});
  }
}
