package io.reprise.replay.target;

import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import java.util.function.BooleanSupplier;

/**
 * The replay and the lease for which a shard's records are delivered.
 *
 * @param replay id of the replay, a UUID
 * @param shard number of the shard in its plan
 * @param attempt number of the replay's attempt, counted from 1: the start and each retry are one
 *     attempt
 * @param leaseEpoch lease epoch of the shard
 * @param ordering the order in which the target must receive the replay's records
 * @param writable the target partitions that the shard may write under the lease
 * @param timestamps the timestamps that the copies get
 * @param leaseIsProven returns whether this worker can prove now that no other worker has the
 *     lease. A target that cannot refuse the records of a former owner asks before it sends each
 *     record. Thread-safe
 */
public record DeliveryContext(
    String replay,
    int shard,
    int attempt,
    long leaseEpoch,
    Ordering ordering,
    WritablePartitions writable,
    RecordTimestamps timestamps,
    BooleanSupplier leaseIsProven) {

  /** Returns a context like this one whose shard writes other partitions. */
  public DeliveryContext writing(WritablePartitions others) {
    return new DeliveryContext(
        replay, shard, attempt, leaseEpoch, ordering, others, timestamps, leaseIsProven);
  }
}
