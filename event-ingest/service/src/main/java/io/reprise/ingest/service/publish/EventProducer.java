package io.reprise.ingest.service.publish;

import io.reprise.ingest.service.limit.InFlight;
import io.reprise.runtime.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to Kafka with acks=all and idempotence. The Kafka client retries an event for up to
 * {@code deliverWithin} with the same sequence number. So an event is stored only once, even if the
 * client had to send the event several times because a broker was unavailable. A caller may stop
 * waiting before {@code deliverWithin} has passed: the client continues to retry.
 *
 * <p>Thread-safe. Events that one thread sends with one key are stored in the order in which they
 * were sent.
 */
public final class EventProducer implements AutoCloseable {
  /**
   * The shortest allowed {@code deliverWithin}, which is the delivery timeout of the Kafka client.
   * The delivery timeout must be longer than the request timeout, {@link #REQUEST_LIMIT}.
   */
  public static final Duration LEAST_DELIVERY = Duration.ofSeconds(20);

  /**
   * The request timeout of the Kafka client. If a broker has not answered a produce request within
   * this time, each record of the request is assumed to be either stored already or lost: the
   * request will not store it later.
   */
  public static final Duration REQUEST_LIMIT = Duration.ofSeconds(15);

  /** Estimated memory of a record in addition to its key, value and headers. */
  private static final int RECORD_OVERHEAD_BYTES = 256;

  private static final Duration BLOCK_AT_MOST = Duration.ofSeconds(2);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(4);

  private final KafkaProducer<byte[], byte[]> producer;
  private final InFlight inFlight;
  private final KafkaSilenceMeter pulse;
  private final Tracing tracing;

  /**
   * Creates a producer without waiting for a connection. The opener closes the producer.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   * @param largestEventBytes the longest event that the service accepts, as sent
   * @param deliverWithin how long the client retries an event before giving it up; not less than
   *     {@link #LEAST_DELIVERY}
   * @param tracing if it is on, the record of an event has the trace context of its request
   */
  public EventProducer(
      Map<String, Object> clientSettings,
      long largestEventBytes,
      Duration deliverWithin,
      InFlight inFlight,
      KafkaSilenceMeter pulse,
      Tracing tracing) {
    this.producer =
        new KafkaProducer<>(
            settings(clientSettings, largestEventBytes, deliverWithin, inFlight.limitBytes()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.inFlight = inFlight;
    this.pulse = pulse;
    this.tracing = tracing;
  }

  private static Map<String, Object> settings(
      Map<String, Object> clientSettings, long largest, Duration deliverWithin, long inFlight) {
    var settings = new HashMap<String, Object>();
    // A request waits until its own events are stored. These events reach the producer within about
    // 1 ms. A longer linger would only collect events of other requests, and would delay every
    // request.
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 1);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_LIMIT.toMillis());
    settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250);
    settings.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
    settings.putAll(clientSettings);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_AT_MOST.toMillis());
    settings.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        (int) Math.min(Integer.MAX_VALUE, deliverWithin.toMillis()));
    // The size limit of a produce request is twice the longest event plus a reserve: the Avro value
    // is rarely longer than the JSON from which it was converted.
    settings.put(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        (int) Math.min(Integer.MAX_VALUE, Math.max(1 << 20, 2 * largest + (256 << 10))));
    // The producer's buffer is larger than the in-flight limit of this service, so the in-flight
    // limit is reached first. A full buffer would block the sending thread, whereas the in-flight
    // limit makes the service refuse the request at once.
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4 * inFlight + (64L << 20));
    return settings;
  }

  /**
   * Sends an event without waiting for its acknowledgement. Blocks for up to 2 s while the leaders
   * of the topic's partitions are unknown.
   *
   * @param done called once, on the calling thread or on a thread of the Kafka client; must not
   *     block
   */
  public void send(OutgoingEvent event, Consumer<SendOutcome> done) {
    var headers = new RecordHeaders();
    event.attributes().writeTo(headers::add);
    if (tracing.isOn()) {
      tracing.writeTo(headers::add);
    }
    var key = event.key().getBytes(StandardCharsets.UTF_8);
    var record = new ProducerRecord<>(event.topic(), null, null, key, event.value(), headers);
    long bytes = RECORD_OVERHEAD_BYTES + key.length + event.value().length + bytes(headers);
    new PendingSend(inFlight, pulse, bytes, done).start(producer, record);
  }

  private static long bytes(Headers headers) {
    long bytes = 0;
    for (var header : headers) {
      bytes += header.key().length() + header.value().length;
    }
    return bytes;
  }

  /**
   * Appends one of Reprise's own records to a partition. {@code done} is called on the thread of
   * Kafka's callback, with null if the record is stored and with the failure otherwise.
   */
  public void append(
      String topic, int partition, byte[] key, byte[] value, Consumer<@Nullable Exception> done) {
    producer.send(
        new ProducerRecord<>(topic, partition, key, value),
        (stored, failure) -> done.accept(failure));
  }

  @Override
  public void close() {
    producer.close(CLOSE_WITHIN);
  }
}
