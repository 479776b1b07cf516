package io.reprise.replay.deliver;

import io.reprise.replay.checkpoint.ShardCounts;
import java.time.Duration;

/** Is told about every committed slice of a worker's deliveries. Implementations must not block. */
@FunctionalInterface
public interface DeliveryObserver {
  DeliveryObserver NONE = (before, after, commit) -> {};

  /**
   * Called after a slice was committed in a target that keeps progress itself, and before its
   * progress is committed to Kafka. A crash here loses nothing.
   */
  default void committedInTarget() {}

  /**
   * Called after a slice was committed, on the thread of the slot.
   *
   * @param before the shard's counts before the slice
   * @param after the shard's counts with the slice
   * @param commit how long the commit took, from the sending of the progress record until every
   *     reader could see it
   */
  void committed(ShardCounts before, ShardCounts after, Duration commit);
}
