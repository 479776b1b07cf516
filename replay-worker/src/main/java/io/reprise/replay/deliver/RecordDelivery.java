package io.reprise.replay.deliver;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.select.RecordSelector;
import io.reprise.replay.select.UndecidedRecordException;
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
  private final RecordSelector selector;
  private final TargetWriter target;
  private final SliceTally tally;
  private final RefusedRecords refusals;
  private final SourceGuard sourceGuard;
  private final ShardPace pace;
  private final Ticker ticker;

  RecordDelivery(
      RecordSelector selector,
      TargetWriter target,
      SliceTally tally,
      RefusedRecords refusals,
      SourceGuard sourceGuard,
      ShardPace pace,
      Ticker ticker) {
    this.selector = selector;
    this.target = target;
    this.tally = tally;
    this.refusals = refusals;
    this.sourceGuard = sourceGuard;
    this.pace = pace;
    this.ticker = ticker;
  }

  /**
   * Delivers a record, if the replay selects it. Returns the number of bytes that were delivered or
   * parked.
   *
   * @throws io.reprise.replay.failure.ShardFailedException as {@link RefusedRecords#add}
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
      return refusals.add(record, "filter.where has no result for it: " + e.getMessage());
    }
    return 0;
  }

  private long deliver(ConsumerRecord<byte[], byte[]> record) {
    var result = target.deliver(record);
    if (result instanceof DeliveryResult.Refused refused) {
      return refusals.add(record, refused.reason());
    }
    long bytes = RecordSize.of(record);
    if (result instanceof DeliveryResult.Pending) {
      refusals.addPending(record, bytes);
    } else {
      tally.delivered(record, bytes);
    }
    if (pace.paces()) {
      pace.used(bytes, ticker.nanos());
    }
    return bytes;
  }

  /** Waits until the target has decided about all records of the slice, and counts these. */
  void flush() {
    refusals.settle(target);
  }
}
