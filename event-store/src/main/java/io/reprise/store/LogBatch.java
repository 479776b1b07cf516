package io.reprise.store;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The result of one read: all records of the offset range {@code covered}. An offset in {@code
 * covered} that is neither in {@code records} nor in {@code passed} is a hole: a transaction
 * marker, an aborted record, or a record that compaction removed.
 *
 * @param covered the offsets that this batch accounts for; empty if nothing arrived within the wait
 * @param records the records in offset order; keys and values as stored bytes
 * @param passed offsets of records of other keys that were skipped, as ascending ranges
 */
public record LogBatch(
    OffsetRange covered, List<ConsumerRecord<byte[], byte[]>> records, List<OffsetRange> passed) {

  public LogBatch(OffsetRange covered, List<ConsumerRecord<byte[], byte[]>> records) {
    this(covered, records, List.of());
  }

  /** Returns an empty batch at {@code position}, because nothing arrived within the wait. */
  public static LogBatch nothingAt(long position) {
    return new LogBatch(new OffsetRange(position, position), List.of());
  }

  /** Returns a batch that joins this batch and {@code next}, which begins where this batch ends. */
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

  /** Returns the offset that follows this batch, at which the next read begins. */
  public long position() {
    return covered.to();
  }

  public long holes() {
    return covered.span() - records.size() - passed.stream().mapToLong(OffsetRange::span).sum();
  }
}
