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
 * Publishes events directly to Kafka, through one idempotent producer with {@code acks=all}. The
 * events of a user are stored in the order of the {@code publish} calls. If the application
 * publishes a failed event again, the event is stored after the user's events that were published
 * between the two calls.
 *
 * <p>Thread-safe. An application should share one publisher between its threads. The caller of
 * {@link EventPublisherBuilder#open} closes the publisher.
 *
 * <p>Errors: {@link EventRejectedException} means that the event was not stored, so a retry cannot
 * store the event twice. {@link OutcomeUnknownException} means that the event may be stored, so a
 * retry may store the event twice. The publisher itself never publishes an event again after it has
 * reported one of these errors.
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

  /** Starts to configure a publisher. */
  public static EventPublisherBuilder builder() {
    return new EventPublisherBuilder();
  }

  /**
   * Publishes one event to the topic that was set when the publisher was built. Otherwise this
   * method behaves like {@link #publish(String, Event)}.
   *
   * @throws IllegalStateException if no topic was set; nothing was sent
   */
  public CompletableFuture<EventPosition> publish(Event event) {
    if (topic == null) {
      throw new IllegalStateException(
          "this publisher has no default topic: set 'topic' when you build the publisher, or give a topic with each event");
    }
    return publish(topic, event);
  }

  /**
   * Publishes one event. Failures are reported by the returned future and are not thrown.
   *
   * <p>The call usually returns before the event is sent. The call blocks for at most {@code
   * max.block.ms} while the producer's buffer is full or the metadata of the topic is unknown. At
   * the first use of a schema the call also waits for the schema registry, which takes some seconds
   * if the registry does not answer.
   *
   * <p>The future usually completes on the I/O thread of Kafka's producer. While a dependent stage
   * runs on that thread, the producer sends nothing, so such a stage must be short. Do not call
   * this publisher from such a stage: {@link #flush} fails there, and {@code publish} may block the
   * producer for up to {@code max.block.ms}. Use {@code thenApplyAsync} and the like with an
   * executor instead. If such a stage publishes an event anyway, the outcome of that event is
   * reported correctly.
   *
   * @return a future that completes with the position of the event when all in-sync replicas have
   *     stored the event. The future fails with {@link EventRejectedException} if the event was
   *     certainly not stored: a retry is safe, and useful if {@link
   *     EventRejectedException#isRetriable()}. The future fails with {@link
   *     OutcomeUnknownException} if the event may or may not be stored: a retry may store the event
   *     twice. Cancelling the future does not stop the event from being stored
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback of send receives the result
  public CompletableFuture<EventPosition> publish(String topic, Event event) {
    var delivery = new Delivery(topic);
    try {
      producer.send(record(topic, event), delivery);
      delivery.sendReturned();
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

  /**
   * Returns the timestamp of the Kafka record for the time of an event. Returns null if the time is
   * missing or before 1970; Kafka then uses the time of publishing.
   */
  private static @Nullable Long timestamp(@Nullable Instant time) {
    return time == null || time.isBefore(Instant.EPOCH) ? null : time.toEpochMilli();
  }

  /**
   * Sends all events that the producer still buffers. Returns when all events that were published
   * before this call are stored or have failed, and their futures are complete.
   *
   * @throws org.apache.kafka.common.errors.InterruptException if the thread is interrupted; the
   *     events are still sent, and a retry is safe
   */
  public void flush() {
    producer.flush();
  }

  /**
   * Closes the publisher. Returns when the futures of all published events are complete, which
   * takes {@code delivery.timeout.ms} at most. An event that is published after the publisher was
   * closed is rejected.
   *
   * @throws org.apache.kafka.common.errors.InterruptException if the thread is interrupted while
   *     events are being sent
   */
  @Override
  public void close() {
    try (registry) {
      producer.close();
    }
  }
}
