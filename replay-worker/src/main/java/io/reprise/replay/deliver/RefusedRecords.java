package io.reprise.replay.deliver;

import io.reprise.replay.failure.ShardFailedException;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.target.TargetWriter;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decides what becomes of the records of a shard that can never be delivered, because the target
 * refuses them or the filter has no result for them. As the spec says, such a record ends the shard
 * as FAILED, is counted as skipped, or is parked. Confined to the shard's thread.
 */
final class RefusedRecords {
  private final OnError onError;
  private final ShardPlan shard;
  private final SliceTally tally;
  private final Parking parking;

  /** The records that may still have to be parked, by offset. Empty unless refusals are parked. */
  private final Map<Long, ConsumerRecord<byte[], byte[]>> undecided = new HashMap<>();

  RefusedRecords(OnError onError, ShardPlan shard, SliceTally tally, Parking parking) {
    this.onError = onError;
    this.shard = shard;
    this.tally = tally;
    this.parking = parking;
  }

  /**
   * Counts a record that cannot be delivered.
   *
   * @param reason why, as in {@link io.reprise.replay.target.DeliveryResult.Refused}
   * @return the bytes that were added to the slot's transaction
   * @throws ShardFailedException when the spec does not allow the replay to go on without the
   *     record, or when the record cannot be parked
   */
  long add(ConsumerRecord<byte[], byte[]> record, String reason) {
    return switch (onError) {
      case STOP -> throw failure(record.offset(), reason);
      case SKIP -> {
        tally.skipped(record.offset());
        yield 0;
      }
      case PARK -> {
        long bytes = parking.park(record, reason);
        tally.parked(record.offset());
        yield bytes;
      }
    };
  }

  /** Counts a record of which the target says at the end of the slice whether it accepts it. */
  void addPending(ConsumerRecord<byte[], byte[]> record, long bytes) {
    tally.pending(record, bytes);
    if (onError == OnError.PARK) {
      undecided.put(record.offset(), record);
    }
  }

  /**
   * Waits until the target has decided about all records of the slice, and counts those that were
   * pending.
   *
   * @throws ShardFailedException as {@link #add}
   */
  void settle(TargetWriter target) {
    target.flush();
    var refused = target.refused();
    switch (onError) {
      case STOP -> {
        refused.entrySet().stream()
            .findFirst()
            .ifPresent(
                first -> {
                  throw failure(first.getKey(), first.getValue());
                });
        tally.settle(refused.keySet());
      }
      case SKIP -> tally.settle(refused.keySet());
      case PARK -> {
        refused.forEach(this::parkPending);
        undecided.clear();
        tally.settleParking(refused.keySet());
      }
    }
  }

  private void parkPending(long offset, String reason) {
    var record = undecided.get(offset);
    if (record == null) {
      throw new IllegalStateException("offset " + offset + " was refused but not pending");
    }
    parking.park(record, reason);
  }

  private ShardFailedException failure(long offset, String reason) {
    return new ShardFailedException(
        "offset %d of partition %d was refused: %s; to go on without such records, replay with onError PARK, which sets them aside, or SKIP"
            .formatted(offset, shard.partition(), reason));
  }
}
