package io.reprise.store;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The result of one read: all records that a reader found in the offset range {@code covered}. An
 * offset in {@code covered} that is neither in {@code records} nor in {@code passed} is a hole: a
 * transaction marker, an aborted record, or a record that compaction removed.
 *
 * @param covered the range of offsets that this read has finished; empty if no record arrived
 *     within the time that the read was allowed to wait
 * @param records the records in offset order; keys and values are the stored bytes
 * @param passed offsets of records that the reader skipped because the caller selected other keys,
 *     as ascending ranges
 */
public record LogBatch(
    OffsetRange covered, List<ConsumerRecord<byte[], byte[]>> records, List<OffsetRange> passed) {

  public LogBatch(OffsetRange covered, List<ConsumerRecord<byte[], byte[]>> records) {
    this(covered, records, List.of());
  }

  /**
   * Returns an empty batch. A reader at {@code position} returns this batch if no record arrived
   * within the time that the read was allowed to wait.
   */
  public static LogBatch nothingAt(long position) {
    return new LogBatch(new OffsetRange(position, position), List.of());
  }

  /**
   * Joins this batch and the batch {@code next} into one. The offsets of {@code next} must begin
   * where the offsets of this batch end.
   */
  public LogBatch then(LogBatch next) {
    return new LogBatch(
        new OffsetRange(covered.from(), next.covered.to()),
        joined(records, next.records),
        joined(passed, next.passed));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /**
   * Returns the offset at which the next read begins: the exclusive end of this batch's offsets.
   */
  public long position() {
    return covered.to();
  }

  public long holes() {
    return covered.span() - records.size() - passed.stream().mapToLong(OffsetRange::span).sum();
  }
}
