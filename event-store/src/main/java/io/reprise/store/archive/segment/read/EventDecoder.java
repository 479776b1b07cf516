package io.reprise.store.archive.segment.read;

import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.ByteSource;
import io.reprise.store.archive.segment.MalformedException;
import io.reprise.store.archive.segment.write.EventEncoder;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Decodes records that {@link EventEncoder} has encoded. Confined to one thread. */
final class EventDecoder {
  private static final TimestampType[] TYPES = {
    TimestampType.NO_TIMESTAMP_TYPE, TimestampType.CREATE_TIME, TimestampType.LOG_APPEND_TIME
  };
  private static final int PRESENT = 1;

  /**
   * Size in bytes of the smallest encoded record header: one byte for the length of its name and
   * one byte for the length of its value.
   */
  private static final int MIN_HEADER_BYTES = 2;

  private final PartitionId id;
  private final ByteSource in = new ByteSource();
  private final HeaderNameCache names = new HeaderNameCache();
  // The leader epoch of the last record that had one, kept because the next record nearly always
  // has the same epoch.
  private Optional<Integer> epoch = Optional.empty();

  EventDecoder(PartitionId id) {
    this.id = id;
  }

  /**
   * Prepares this decoder to read the records that the first {@code length} bytes of {@code block}
   * contain.
   */
  void open(byte[] block, int length) {
    in.reset(block, 0, length);
  }

  boolean atEnd() {
    return in.remaining() == 0;
  }

  /**
   * Decodes the next record of the block.
   *
   * @throws MalformedException if the next bytes are not a record
   */
  ConsumerRecord<byte[], byte[]> next() {
    long offset = in.zigZag();
    long timestamp = in.zigZag();
    var type = TYPES[in.zigZagUpTo(TYPES.length - 1)];
    var leaderEpoch = leaderEpoch();
    byte[] key = nullable();
    byte[] value = nullable();
    return new ConsumerRecord<>(
        id.topic(),
        id.partition(),
        offset,
        timestamp,
        type,
        key == null ? ConsumerRecord.NULL_SIZE : key.length,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        key,
        value,
        headers(),
        leaderEpoch);
  }

  private Optional<Integer> leaderEpoch() {
    if (in.zigZagUpTo(PRESENT) != PRESENT) {
      return Optional.empty();
    }
    int value = in.zigZagUpTo(Integer.MAX_VALUE);
    if (epoch.isEmpty() || epoch.get() != value) {
      epoch = Optional.of(value);
    }
    return epoch;
  }

  private RecordHeaders headers() {
    int count = in.zigZagUpTo(in.remaining() / MIN_HEADER_BYTES);
    if (count == 0) {
      return new RecordHeaders();
    }
    var headers = new Header[count];
    for (int i = 0; i < count; i++) {
      int nameStart = in.skipSized();
      var name = names.of(i, in.array(), nameStart, in.position());
      headers[i] = new RecordHeader(name, nullable());
    }
    in.zigZagUpTo(0);
    return new RecordHeaders(headers);
  }

  private byte @Nullable [] nullable() {
    return in.zigZagUpTo(PRESENT) == PRESENT ? in.sized() : null;
  }
}
