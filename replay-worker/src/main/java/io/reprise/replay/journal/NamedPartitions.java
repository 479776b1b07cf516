package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardKey;
import java.util.Set;

/**
 * The partitions in which a transaction of a slot may hang, as far as the slot's progress records
 * name them. An owner that has just taken the slot over has to check all of them.
 *
 * @param partitions the partitions that are named, with the shards whose transaction may hang
 *     there; the progress topic is left out
 * @param unnamed the shards whose record names no partitions, because another version of Reprise
 *     wrote the record. Their transaction may have written any partition of any target
 */
public record NamedPartitions(UncheckedPartitions partitions, Set<ShardKey> unnamed) {
  static final NamedPartitions NONE = new NamedPartitions(UncheckedPartitions.NONE, Set.of());

  /**
   * Returns whether the record of every shard names the partitions that its transaction may have
   * written.
   */
  public boolean isComplete() {
    return unnamed.isEmpty();
  }
}
