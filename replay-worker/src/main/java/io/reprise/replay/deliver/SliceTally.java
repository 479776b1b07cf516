package io.reprise.replay.deliver;

import io.reprise.replay.checkpoint.HoleList;
import io.reprise.replay.checkpoint.HoleReason;
import io.reprise.replay.checkpoint.RecordChecksum;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.select.RecordSelection;
import io.reprise.store.OffsetRange;
import io.reprise.store.digest.OffsetDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Counts the outcome of each offset of a shard. Each lease has its own tally, which starts from the
 * counts of the shard's committed progress record. When the outcome of a slice is unknown, the
 * tally is dropped. The tally of the next claim starts from the committed counts again.
 *
 * <p>Threading: confined to the shard's thread.
 */
final class SliceTally {
  private record Pending(long offset, int checksum, long bytes) {}

  private final List<Pending> pending = new ArrayList<>();
  private final RecordChecksum checksum = new RecordChecksum();
  private final OffsetDigest digest;
  private final HoleReason invisible;
  private long next;
  private long delivered;
  private long filtered;
  private long elsewhere;
  private long parked;
  private long skipped;
  private long holes;
  private long bytes;
  private HoleList holeList;
  private ShardCounts committed;

  /**
   * Creates a tally that continues from the counts of a committed progress record.
   *
   * @param invisible the reason to record for each offset of the source topic that has no record
   */
  SliceTally(ShardProgress progress, HoleReason invisible) {
    this.digest = new OffsetDigest(progress.digest());
    this.invisible = invisible;
    this.next = progress.nextOffset();
    this.holeList = progress.holes();
    this.committed = progress.counts();
  }

  /**
   * Creates a tally that continues from the counts of a committed progress record of a shard of
   * {@code plan}.
   */
  static SliceTally after(ShardProgress progress, Plan plan) {
    return new SliceTally(
        progress, plan.compacted() ? HoleReason.COMPACTION_OR_TRANSACTION : HoleReason.TRANSACTION);
  }

  /** Returns the first offset that is not accounted for. */
  long next() {
    return next;
  }

  void delivered(ConsumerRecord<byte[], byte[]> record, long recordBytes) {
    digest.add(record.offset(), checksum.of(record.key(), record.value(), record.headers()));
    delivered++;
    bytes += recordBytes;
    next = record.offset() + 1;
  }

  /**
   * Counts a record of which {@link #settle} says later whether it was delivered. All records of a
   * slice that are delivered must be counted in this way, or none.
   */
  void pending(ConsumerRecord<byte[], byte[]> record, long recordBytes) {
    pending.add(
        new Pending(
            record.offset(),
            checksum.of(record.key(), record.value(), record.headers()),
            recordBytes));
    next = record.offset() + 1;
  }

  /** Counts the pending records: those in {@code refused} as skipped, all others as delivered. */
  void settle(Set<Long> refused) {
    skipped += settledWithout(refused);
  }

  /** Counts the pending records: those in {@code refused} as parked, all others as delivered. */
  void settleParking(Set<Long> refused) {
    parked += settledWithout(refused);
  }

  /**
   * Counts the pending records as delivered that are not in {@code refused}. Returns how many of
   * them are.
   */
  private long settledWithout(Set<Long> refused) {
    long excluded = 0;
    for (var record : pending) {
      if (refused.contains(record.offset)) {
        excluded++;
      } else {
        digest.add(record.offset, record.checksum);
        delivered++;
        bytes += record.bytes;
      }
    }
    pending.clear();
    return excluded;
  }

  void filtered(long offset) {
    filtered++;
    next = offset + 1;
  }

  /** Counts all records of {@code run} as filtered. The run must begin at {@link #next()}. */
  void filtered(OffsetRange run) {
    filtered += run.span();
    next = run.to();
  }

  void elsewhere(long offset) {
    elsewhere++;
    next = offset + 1;
  }

  /**
   * Counts all records of {@code run} as records of another shard. The run must begin at {@link
   * #next()}.
   */
  void elsewhere(OffsetRange run) {
    elsewhere += run.span();
    next = run.to();
  }

  /**
   * Counts the records of {@code run}, which the reader skipped without reading them. Offsets
   * before the run that are not counted yet are counted as holes.
   *
   * @param selection what the shard does with a record that the reader has not read
   */
  void passed(OffsetRange run, RecordSelection selection) {
    invisibleUpTo(run.from());
    if (selection == RecordSelection.FILTERED) {
      filtered(run);
    } else {
      elsewhere(run);
    }
  }

  void parked(long offset) {
    parked++;
    next = offset + 1;
  }

  void skipped(long offset) {
    skipped++;
    next = offset + 1;
  }

  /** Counts the offsets from {@link #next()} to {@code offset}, exclusive, as holes. */
  void invisibleUpTo(long offset) {
    holeUpTo(offset, invisible);
  }

  /**
   * Counts the offsets from {@link #next()} to {@code offset}, exclusive, as trimmed: they are no
   * longer in the log.
   */
  void trimmedUpTo(long offset) {
    holeUpTo(offset, HoleReason.TRIMMED);
  }

  private void holeUpTo(long offset, HoleReason reason) {
    if (offset > next) {
      holeList = holeList.plus(new OffsetRange(next, offset), reason);
      holes += offset - next;
      next = offset;
    }
  }

  /**
   * Returns the progress record that accounts for all offsets of the shard before {@link #next()}.
   */
  ShardProgress on(ShardProgress before, Instant now) {
    committed =
        committed.plus(
            new ShardCounts(delivered, filtered, elsewhere, parked, skipped, holes, bytes));
    delivered = filtered = elsewhere = parked = skipped = holes = bytes = 0;
    return before.advanced(next, committed, holeList, digest.state(), now);
  }
}
