package io.reprise.replay.deliver;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.failure.ShardFailedException;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.select.RecordSelector;
import io.reprise.replay.select.UndecidedRecordException;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Selects the records of a shard, passes the selected ones to the target, and counts the outcome of
 * each.
 *
 * <p>Threading: confined to the slot's runner.
 */
final class RecordDelivery {
  private final Plan plan;
  private final ShardPlan shard;
  private final RecordSelector selector;
  private final TargetWriter target;
  private final SliceTally tally;
  private final SourceGuard sourceGuard;
  private final ShardPace pace;
  private final Ticker ticker;

  RecordDelivery(
      Plan plan,
      ShardPlan shard,
      RecordSelector selector,
      TargetWriter target,
      SliceTally tally,
      SourceGuard sourceGuard,
      ShardPace pace,
      Ticker ticker) {
    this.plan = plan;
    this.shard = shard;
    this.selector = selector;
    this.target = target;
    this.tally = tally;
    this.sourceGuard = sourceGuard;
    this.pace = pace;
    this.ticker = ticker;
  }

  /**
   * Delivers a record, if the replay selects it. Returns the number of delivered bytes.
   *
   * @throws ShardFailedException when the record is refused and the replay does not skip it
   */
  long take(ConsumerRecord<byte[], byte[]> record) {
    sourceGuard.requireNewerEpoch(record);
    try {
      switch (selector.select(record)) {
        case FILTERED -> tally.filtered(record.offset());
        case OTHER_SHARD -> tally.elsewhere(record.offset());
        case DELIVER -> {
          return deliver(record);
        }
      }
    } catch (UndecidedRecordException e) {
      skip(record, "filter.where has no result for it: " + e.getMessage());
    }
    return 0;
  }

  private long deliver(ConsumerRecord<byte[], byte[]> record) {
    var result = target.deliver(record);
    if (result instanceof DeliveryResult.Refused refused) {
      skip(record, refused.reason());
      return 0;
    }
    long bytes = RecordSize.of(record);
    if (result instanceof DeliveryResult.Pending) {
      tally.pending(record, bytes);
    } else {
      tally.delivered(record, bytes);
    }
    if (pace.paces()) {
      pace.used(bytes, ticker.nanos());
    }
    return bytes;
  }

  /**
   * Counts a record as skipped that cannot be delivered, or ends the shard as FAILED: as the spec
   * says.
   */
  private void skip(ConsumerRecord<byte[], byte[]> record, String reason) {
    requireSkips(record.offset(), reason);
    tally.skipped(record.offset());
  }

  private void requireSkips(long offset, String reason) {
    if (plan.spec().onError() == OnError.STOP) {
      throw new ShardFailedException(
          "offset %d of partition %d was refused: %s; to skip such records, replay with onError SKIP"
              .formatted(offset, shard.partition(), reason));
    }
  }

  /** Waits until the target has decided about all records of the slice, and counts these. */
  void flush() {
    target.flush();
    var refused = target.refused();
    refused.forEach(this::requireSkips);
    tally.settle(refused.keySet());
  }
}
