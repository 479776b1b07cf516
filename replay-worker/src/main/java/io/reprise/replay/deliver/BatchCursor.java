package io.reprise.replay.deliver;

import io.reprise.store.LogBatch;
import io.reprise.store.OffsetRange;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The position within the batch that was read last: the next record, and the next run of offsets
 * that the reader passed over because the filter does not want their keys.
 *
 * <p>Threading: confined to the shard's thread.
 */
final class BatchCursor {
  private LogBatch batch;
  private int nextRecord;
  private int nextPassed;

  BatchCursor(LogBatch first) {
    this.batch = first;
  }

  /** Moves to the start of {@code next}, the batch that was read after the current one. */
  void moveTo(LogBatch next) {
    batch = next;
    nextRecord = 0;
    nextPassed = 0;
  }

  /** Adds the batch that continues this one, of which nothing has been taken yet. */
  void append(LogBatch next) {
    batch = batch.then(next);
  }

  /** Whether a record is left. */
  boolean hasRecord() {
    return nextRecord < batch.records().size();
  }

  /** The end of the offsets that the batch covers, exclusive. */
  long end() {
    return batch.covered().to();
  }

  /** Returns the next record of the batch, or null if all records were taken. */
  @Nullable ConsumerRecord<byte[], byte[]> record() {
    return hasRecord() ? batch.records().get(nextRecord) : null;
  }

  /** Moves past the record that {@link #record} returns. */
  void takeRecord() {
    nextRecord++;
  }

  /**
   * Returns the next run of skipped offsets if it begins below {@code offset}, and moves past it.
   */
  Optional<OffsetRange> takePassedBelow(long offset) {
    var passed = batch.passed();
    return nextPassed < passed.size() && passed.get(nextPassed).from() < offset
        ? Optional.of(passed.get(nextPassed++))
        : Optional.empty();
  }
}
