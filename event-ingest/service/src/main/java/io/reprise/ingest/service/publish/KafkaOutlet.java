package io.reprise.ingest.service.publish;

import io.reprise.ingest.service.Limits;
import io.reprise.ingest.service.admit.Admitted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one producer of this instance: idempotent, acks=all, never blocking for room.
 *
 * <p>Thread-safe. Closing it waits a while for what is on its way.
 */
public final class KafkaOutlet implements AutoCloseable {
  private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(30);
  private static final Duration DOWN_AFTER = Duration.ofSeconds(3);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
  private static final int RECORD_OVERHEAD_BYTES = 256;

  private static final Logger log = LoggerFactory.getLogger(KafkaOutlet.class);

  private final KafkaProducer<byte[], byte[]> producer;
  private final ExecutorService notes =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "id-index-writer"));
  private final long mostInFlightBytes;
  private final AtomicLong inFlightBytes = new AtomicLong();
  private final AtomicLong inFlight = new AtomicLong();
  private volatile long lastAnswerNanos = System.nanoTime();
  private volatile boolean lastFailed;

  public KafkaOutlet(Map<String, Object> clientSettings, Limits limits) {
    this.mostInFlightBytes = limits.inFlight().bytes();
    var settings = new HashMap<>(clientSettings);
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("compression.type", "lz4");
    settings.putIfAbsent("linger.ms", "5");
    settings.putIfAbsent("batch.size", "131072");
    settings.put("buffer.memory", Long.toString(2 * mostInFlightBytes + (32L << 20)));
    settings.put("max.block.ms", "2000");
    settings.put("request.timeout.ms", "10000");
    settings.put("delivery.timeout.ms", Long.toString(DELIVERY_LIMIT.toMillis()));
    settings.put("reconnect.backoff.max.ms", "250");
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Whether Kafka has left what was sent without an answer, or answered with failure. */
  public boolean isDown() {
    boolean silent =
        inFlight.get() > 0 && System.nanoTime() - lastAnswerNanos > DOWN_AFTER.toNanos();
    return silent || lastFailed && inFlight.get() > 0;
  }

  /** Takes room for an event; false if there is none. */
  boolean takeRoom(Admitted.Ready event) {
    long bytes = bytes(event);
    if (inFlightBytes.addAndGet(bytes) <= mostInFlightBytes) {
      return true;
    }
    inFlightBytes.addAndGet(-bytes);
    return false;
  }

  void giveRoom(Admitted.Ready event) {
    inFlightBytes.addAndGet(-bytes(event));
  }

  private static long bytes(Admitted.Ready event) {
    return (long) event.key().length + event.value().length + RECORD_OVERHEAD_BYTES;
  }

  /** Sends an event for which room was taken; the room is free again when the future completes. */
  CompletableFuture<RecordMetadata> send(String topic, Admitted.Ready event) {
    var headers = new RecordHeaders();
    event.attributes().writeTo(headers::add);
    var time = event.attributes().time();
    var record =
        new ProducerRecord<>(
            topic,
            null,
            time == null || time.toEpochMilli() < 0 ? null : time.toEpochMilli(),
            event.key(),
            event.value(),
            headers);
    var answer = new CompletableFuture<RecordMetadata>();
    if (inFlight.getAndIncrement() == 0) {
      lastAnswerNanos = System.nanoTime();
    }
    try {
      producer.send(record, (metadata, failure) -> settle(event, answer, metadata, failure));
    } catch (RuntimeException e) {
      settle(event, answer, null, e);
    }
    return answer;
  }

  private void settle(
      Admitted.Ready event,
      CompletableFuture<RecordMetadata> answer,
      @org.jspecify.annotations.Nullable RecordMetadata metadata,
      @org.jspecify.annotations.Nullable Exception failure) {
    giveRoom(event);
    inFlight.decrementAndGet();
    lastAnswerNanos = System.nanoTime();
    lastFailed = failure instanceof org.apache.kafka.common.errors.RetriableException;
    if (failure == null && metadata != null) {
      answer.complete(metadata);
    } else {
      answer.completeExceptionally(
          failure == null ? new IllegalStateException("no metadata") : failure);
    }
  }

  /**
   * Sends an entry of the id index, on a thread of its own: the producer's thread, which tells of
   * acknowledgements, must never wait for room or metadata. If the entry is lost, a restart finds
   * the event itself.
   */
  public void note(String index, int partition, String instance, byte[] entry) {
    var record =
        new ProducerRecord<>(index, partition, instance.getBytes(StandardCharsets.UTF_8), entry);
    notes.execute(() -> sendNote(record));
  }

  private void sendNote(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record);
    } catch (RuntimeException e) {
      log.warn("id index entry not sent topic={} cause={}", record.topic(), e.toString());
    }
  }

  @Override
  public void close() {
    notes.shutdown();
    try {
      if (!notes.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        notes.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(CLOSE_LIMIT);
  }
}
