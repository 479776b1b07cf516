package io.reprise.store;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One step of a read: what lies in {@code covered}. An offset of {@code covered} without a record
 * is a hole: a transaction marker, an aborted record, or one that compaction removed.
 *
 * @param covered the offsets this step accounts for; empty when nothing arrived in time
 * @param records the records inside, in offset order; key and value as their wire bytes
 */
public record LogBatch(OffsetRange covered, List<ConsumerRecord<byte[], byte[]>> records) {

  /** A step that accounts for nothing: the wait ran out at {@code position}. */
  public static LogBatch nothingAt(long position) {
    return new LogBatch(new OffsetRange(position, position), List.of());
  }

  /** The next offset to read. */
  public long position() {
    return covered.to();
  }

  public long holes() {
    return covered.span() - records.size();
  }
}
