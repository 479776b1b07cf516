package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.RecordChecksum;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.select.RecordSelection;
import io.reprise.replay.select.RecordSelectors;
import io.reprise.store.digest.OffsetDigest;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;

/** Checks the invariants of one shard. */
final class ShardAudit {
  private final ShardKey key;
  private final ShardPlan shard;
  private final Plan plan;
  private final Scenario scenario;
  private final BitSet delivered = new BitSet();
  private ShardProgress last;
  private ShardProgress beforeLast;
  private boolean inDoubt;
  private boolean isToBeRemoved;
  private boolean deliveredUnderThisLease;
  private boolean endedAfterStop;
  private long newestOffset = -1;
  private long newestPosition = -1;

  ShardAudit(ShardKey key, Plan plan, Scenario scenario) {
    this.key = key;
    this.plan = plan;
    this.shard = plan.shards().get(key.index());
    this.scenario = scenario;
  }

  /** Every offset once and in order: later slices have higher offsets in source and target. */
  void delivered(List<Long> offsets, long position) {
    if (inDoubt) {
      throw new Violation("%s delivers although it is in doubt", key);
    }
    deliveredUnderThisLease = true;
    for (long offset : offsets) {
      if (delivered.get((int) offset)) {
        throw new Violation("%s: offset %d was delivered twice", key, offset);
      }
      delivered.set((int) offset);
      if (offset <= newestOffset || position < newestPosition) {
        throw new Violation("%s: offset %d was delivered out of order", key, offset);
      }
      newestOffset = offset;
      newestPosition = position;
    }
  }

  /** Leases rise one by one, each begins where the former ended, and progress never goes back. */
  void recorded(ShardProgress record) {
    long lease = last == null ? 0 : last.leaseEpoch();
    long next = last == null ? shard.range().from() : last.nextOffset();
    boolean claim = record.leaseEpoch() == lease + 1 && record.state() == ShardState.CLAIMED;
    if (!claim && record.leaseEpoch() != lease) {
      throw new Violation("%s: lease %d after %d", key, record.leaseEpoch(), lease);
    }
    if (claim ? record.nextOffset() != next : record.nextOffset() < next) {
      throw new Violation("%s: progress %d after %d", key, record.nextOffset(), next);
    }
    if (last != null && last.state() == ShardState.DONE) {
      throw new Violation("%s: %s after DONE", key, record.state());
    }
    if (claim && last != null) {
      requireMayBeClaimed(record);
    }
    deliveredUnderThisLease &= !claim;
    beforeLast = last;
    last = record;
  }

  /**
   * The shard was ended by the transaction of its first claim: it must have no record to deliver,
   * and its record must account for each of its offsets.
   *
   * @param late whether its replay had been declared stopped before
   */
  void endedWithClaim(boolean late) {
    var record = last;
    if (record.state() != ShardState.DONE || record.leaseEpoch() != 1) {
      throw new Violation(
          "%s: lease %d is %s in one transaction", key, record.leaseEpoch(), record.state());
    }
    if (!expected().isEmpty()) {
      throw new Violation("%s is DONE without a delivery, and has offsets %s", key, expected());
    }
    if (record.nextOffset() != shard.range().to() || !record.counts().balances(shard.range())) {
      throw new Violation("%s does not account for its offsets: %s", key, record.counts());
    }
    endedAfterStop = late;
  }

  /** The replay runs again: the coordinator reads what was recorded while it was stopped. */
  void runsAgain() {
    endedAfterStop = false;
  }

  /** Whether the shard was ended with its claim after its replay had been declared stopped. */
  boolean hasEndedAfterStop() {
    return endedAfterStop;
  }

  /** The offsets that the shard has to deliver. */
  private BitSet expected() {
    var selector = RecordSelectors.WITHOUT_SCHEMAS.of(plan, shard);
    var expected = new BitSet();
    for (long offset = shard.range().from(); offset < shard.range().to(); offset++) {
      var record = scenario.source(shard.partition()).get((int) offset);
      if (record != null && selector.select(record) == RecordSelection.DELIVER) {
        expected.set((int) offset);
      }
    }
    return expected;
  }

  /**
   * The transaction of the shard's newest slice was aborted in doubt: from now on, the shard must
   * deliver nothing.
   *
   * @param wasCommitted whether the slice was committed elsewhere
   */
  void doubted(boolean wasCommitted) {
    inDoubt = true;
    if (wasCommitted) {
      last = beforeLast;
    }
  }

  /** A permanent failure ends the attempt, and any other one is repeated after a growing delay. */
  private void requireMayBeClaimed(ShardProgress claim) {
    if (last.state() == ShardState.FAILED && claim.attempt() == last.attempt()) {
      throw new Violation("%s is claimed again after it has failed: %s", key, last.cause());
    }
    if (last.waiting() == null
        || last.state() != ShardState.STOPPED
        || claim.attempt() != last.attempt()
        || !claim.worker().equals(last.worker())) {
      return;
    }
    var least = new Backoff(() -> 0).after(last.waiting().attempt());
    if (claim.at().isBefore(last.at().plus(least))) {
      throw new Violation(
          "%s is claimed again %s after attempt %d failed, before %s have passed",
          key, Duration.between(last.at(), claim.at()), last.waiting().attempt(), least);
    }
  }

  /** Whether the last transaction of the shard was aborted in doubt. */
  boolean isInDoubt() {
    return inDoubt;
  }

  /** The newest progress record; null if there is none. */
  ShardProgress last() {
    return last;
  }

  /** The replay of the shard has expired: no record may be lost before the progress is removed. */
  void expires() {
    requireIdle();
    isToBeRemoved = last != null;
  }

  /** The progress record was removed. */
  void removed() {
    isToBeRemoved = false;
    last = null;
  }

  /**
   * The events of the shard's expired replay are removed, without which a hanging transaction of
   * the shard cannot be ended.
   */
  void requireRemoved() {
    if (isToBeRemoved) {
      throw new Violation("%s: the events are removed before the progress record", key);
    }
  }

  /** Whether the shard is recorded as CLAIMED. */
  boolean isClaimed() {
    return last != null && last.state() == ShardState.CLAIMED;
  }

  /** The replay was declared stopped: no lease that has delivered may still be open. */
  void requireIdle() {
    if (isClaimed() && deliveredUnderThisLease) {
      throw new Violation("%s is still CLAIMED and has delivered under this lease", key);
    }
  }

  /** The replay was declared complete: exactly the selected records were delivered. */
  void requireComplete() {
    if (last == null || last.state() != ShardState.DONE) {
      throw new Violation("%s is not DONE", key);
    }
    if (!last.counts().balances(shard.range())) {
      throw new Violation("%s does not balance", key);
    }
    var digest = new OffsetDigest(OffsetDigest.State.EMPTY);
    var checksum = new RecordChecksum();
    var expected = expected();
    for (int offset = expected.nextSetBit(0);
        offset >= 0;
        offset = expected.nextSetBit(offset + 1)) {
      var record = scenario.source(shard.partition()).get(offset);
      digest.add(offset, checksum.of(record.key(), record.value(), record.headers()));
    }
    if (!expected.equals(delivered)) {
      expected.andNot(delivered);
      throw new Violation("%s: lost offsets %s", key, expected);
    }
    if (!new OffsetDigest(last.digest()).value().equals(digest.value())) {
      throw new Violation("%s: the digest is not that of the log", key);
    }
  }
}
