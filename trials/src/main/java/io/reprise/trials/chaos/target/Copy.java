package io.reprise.trials.chaos.target;

import io.reprise.schemas.wire.ReplayMarker;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A record that has arrived at a target that is not a topic.
 *
 * @param partition partition of the source
 * @param offset offset in the source
 * @param timestamp epoch milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Copy(int partition, long offset, long timestamp, byte[] key, byte[] value) {
  private static final String TOPIC = "copies";

  /**
   * Returns the copy as a replay would write it to a topic.
   *
   * @param place how many copies have arrived before
   */
  ConsumerRecord<byte[], byte[]> asRecord(UUID replay, long place) {
    var marker = new ReplayMarker(replay, 1, 1, TOPIC, partition, offset, timestamp);
    var headers =
        new RecordHeaders(
            new RecordHeader[] {new RecordHeader(ReplayMarker.HEADER, marker.encode())});
    return new ConsumerRecord<>(
        TOPIC,
        partition,
        place,
        timestamp,
        TimestampType.CREATE_TIME,
        key.length,
        value.length,
        key,
        value,
        headers,
        Optional.empty());
  }
}
