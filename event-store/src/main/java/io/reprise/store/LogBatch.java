package io.reprise.store;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One step of a read: what lies in {@code covered}. An offset of {@code covered} that has no record
 * and was not passed over is a hole: a transaction marker, an aborted record, or one that
 * compaction removed.
 *
 * @param covered the offsets this step accounts for; empty when nothing arrived in time
 * @param records the records inside, in offset order; key and value as their wire bytes
 * @param passed offsets that have a record of another key than was asked for, which is not
 *     returned, as long runs in order
 */
public record LogBatch(
    OffsetRange covered, List<ConsumerRecord<byte[], byte[]>> records, List<OffsetRange> passed) {

  public LogBatch(OffsetRange covered, List<ConsumerRecord<byte[], byte[]>> records) {
    this(covered, records, List.of());
  }

  /** A step that accounts for nothing: the wait ran out at {@code position}. */
  public static LogBatch nothingAt(long position) {
    return new LogBatch(new OffsetRange(position, position), List.of());
  }

  /** This step and the one right behind it, as one. */
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

  /** The next offset to read. */
  public long position() {
    return covered.to();
  }

  public long holes() {
    return covered.span() - records.size() - passed.stream().mapToLong(OffsetRange::span).sum();
  }
}
