package io.reprise.store.archive.segment.read;

import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.segment.RecordTotals;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Checks that a merged segment has the same records as the segments that it replaces. The check
 * takes the offset range of each replaced segment in turn. The merged segment's records in that
 * range must have the number, timestamps and digest that the commit entry of the replaced segment
 * states. The objects of the replaced segments are not read.
 *
 * <p>The caller passes the records in offset order, and then calls {@link #end}. Both throw {@link
 * CorruptArchiveException} at the first difference. Confined to one thread.
 */
public final class MergedRecordsCheck implements Consumer<ConsumerRecord<byte[], byte[]>> {
  private final String object;
  private final Deque<SegmentFacts> parts;
  private RecordTotals totals = new RecordTotals();

  /**
   * Creates a check of one merged segment.
   *
   * @param object name of the merged segment's data object, for error messages
   * @param parts the replaced segments, in offset order, without a gap
   */
  public MergedRecordsCheck(String object, List<SegmentFacts> parts) {
    this.object = object;
    this.parts = new ArrayDeque<>(parts);
  }

  @Override
  public void accept(ConsumerRecord<byte[], byte[]> record) {
    while (!parts.isEmpty() && record.offset() >= parts.element().range().to()) {
      endPart();
    }
    totals.add(record);
  }

  /**
   * Checks the rest of the merged segment. The caller calls this method once, after the last
   * record.
   */
  public void end() {
    while (!parts.isEmpty()) {
      endPart();
    }
    if (totals.records() > 0) {
      throw new CorruptArchiveException(
          object, "has records above the segments that it replaces: restore it from a copy");
    }
  }

  private void endPart() {
    var part = parts.remove();
    if (totals.records() != part.records()
        || totals.minTimestamp() != part.minTimestamp()
        || totals.maxTimestamp() != part.maxTimestamp()
        || !totals.digest().equals(part.digest())) {
      throw new CorruptArchiveException(
          object,
          "has other records at offsets %s than segment '%s', which it replaces: restore it from a copy"
              .formatted(part.range(), part.file()));
    }
    totals = new RecordTotals();
  }
}
