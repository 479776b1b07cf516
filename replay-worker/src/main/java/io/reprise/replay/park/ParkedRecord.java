package io.reprise.replay.park;

import io.reprise.schemas.wire.ReplayMarker;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record in the form in which it is parked: key, value and headers as in the source, and two
 * markers in place of earlier ones. The {@link ParkedMarker} says why the record was parked. The
 * {@link ReplayMarker} names the replay and the source offset, as in a delivered copy: by it, the
 * next owner of the slot finds out whether a hanging transaction was committed. Its count is that
 * of the source record, because the record was not delivered. The timestamp is the time of parking;
 * the markers keep that of the source, which the parked topic might not accept.
 */
public final class ParkedRecord {
  /** Upper bound of the bytes that Kafka adds to one record: batch header, lengths and deltas. */
  private static final int RECORD_OVERHEAD_BYTES = 128;

  private ParkedRecord() {}

  /** Returns how many replays have parked a record before, as its marker says; 0 if it has none. */
  public static int attempts(ConsumerRecord<byte[], byte[]> record) {
    return ParkedMarker.of(record.headers()).map(ParkedMarker::attempts).orElse(0);
  }

  /**
   * Returns the record as it is parked.
   *
   * @param place the partition of the parked topic
   * @param nowMillis time of parking, in epoch milliseconds
   */
  public static ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> record,
      ParkedMarker marker,
      TopicPartition place,
      long nowMillis) {
    var headers = new RecordHeaders();
    for (Header header : record.headers()) {
      var name = header.key();
      if (!name.equals(ParkedMarker.HEADER) && !name.equals(ReplayMarker.HEADER)) {
        headers.add(header);
      }
    }
    headers.add(ReplayMarker.HEADER, replayMarker(record, marker).encode());
    headers.add(ParkedMarker.HEADER, marker.encode());
    return new ProducerRecord<>(
        place.topic(), place.partition(), nowMillis, record.key(), record.value(), headers);
  }

  private static ReplayMarker replayMarker(
      ConsumerRecord<byte[], byte[]> record, ParkedMarker marker) {
    return new ReplayMarker(
        UUID.fromString(marker.replay()),
        marker.attempt(),
        deliveries(record),
        marker.topic(),
        marker.partition(),
        marker.offset(),
        marker.timestamp());
  }

  /** Returns how many replays have delivered a record one after another, as its marker says. */
  private static int deliveries(ConsumerRecord<byte[], byte[]> record) {
    var header = record.headers().lastHeader(ReplayMarker.HEADER);
    try {
      return header == null ? 0 : ReplayMarker.decode(header.value()).count();
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  /** Returns about how many bytes a parked record has in a record batch of its own. */
  public static long bytes(ProducerRecord<byte[], byte[]> record) {
    long bytes = RECORD_OVERHEAD_BYTES + length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      bytes += 10 + 3L * header.key().length() + length(header.value());
    }
    return bytes;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
