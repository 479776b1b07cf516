package io.reprise.ingest.client;

import io.reprise.schemas.registry.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events straight to Kafka, in the order of calls for each user, through one idempotent
 * producer with acks=all.
 *
 * <p>Thread-safe; share one. The opener closes it.
 */
public final class EventPublisher implements AutoCloseable {
  private final @Nullable String topic;
  private final Producer<byte[], byte[]> producer;
  private final @Nullable SchemaRegistry registry;
  private final ValueEncoder encoder;

  EventPublisher(
      @Nullable String topic,
      Producer<byte[], byte[]> producer,
      @Nullable SchemaRegistry registry,
      UnregisteredSchemaPolicy unregistered) {
    this.topic = topic;
    this.producer = producer;
    this.registry = registry;
    this.encoder =
        new ValueEncoder(new RegisteredWriters(registry, unregistered, System::nanoTime));
  }

  /** Begins the settings of a publisher. */
  public static EventPublisherBuilder builder() {
    return new EventPublisherBuilder();
  }

  /**
   * Publishes to the publisher's own topic, as {@link #publish(String, Event)}.
   *
   * @throws IllegalStateException when it has none
   */
  public CompletableFuture<EventPosition> publish(Event event) {
    if (topic == null) {
      throw new IllegalStateException(
          "this publisher has no topic of its own: name one when it is built, or for each event");
    }
    return publish(topic, event);
  }

  /**
   * Publishes one event. The call waits when Kafka's buffer is full, for the topic's metadata, and
   * for the registry at the first use of a schema: at most {@code max.block.ms}, and some seconds
   * for the registry.
   *
   * @return completes on Kafka's thread when the event is stored under acks=all, so what follows
   *     must be short or asynchronous. It fails with {@link EventRejectedException}, and then the
   *     event was not stored, or {@link OutcomeUnknownException}, and then it may have been.
   *     Cancelling it recalls nothing.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback is told the same
  public CompletableFuture<EventPosition> publish(String topic, Event event) {
    var delivery = new Delivery(topic);
    try {
      producer.send(record(topic, event), delivery);
    } catch (EventRejectedException e) {
      return CompletableFuture.failedFuture(e);
    } catch (RuntimeException e) {
      delivery.fail(e);
    }
    return delivery.position();
  }

  private ProducerRecord<byte[], byte[]> record(String topic, Event event) {
    var headers = new RecordHeaders();
    event.attributes().writeTo(headers::add);
    return new ProducerRecord<>(
        topic,
        null,
        timestamp(event.attributes().time()),
        event.userId().getBytes(StandardCharsets.UTF_8),
        encoder.encode(topic, event.data()),
        headers);
  }

  /** Kafka has no timestamps before 1970. */
  private static @Nullable Long timestamp(@Nullable Instant time) {
    return time == null || time.isBefore(Instant.EPOCH) ? null : time.toEpochMilli();
  }

  /** Sends what waits for fuller batches, and returns once every event's future is complete. */
  public void flush() {
    producer.flush();
  }

  /**
   * Returns once every event's future is complete, which takes {@code delivery.timeout.ms} at most.
   * Events that come later are rejected.
   */
  @Override
  public void close() {
    producer.close();
    if (registry != null) {
      registry.close();
    }
  }
}
