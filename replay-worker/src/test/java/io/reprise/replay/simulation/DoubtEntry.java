package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardKey;

/**
 * A note in a slot's progress log, written outside of transactions: the transaction that has
 * brought the shard beyond {@code nextOffset} is in doubt.
 */
record DoubtEntry(ShardKey shard, int slot, long nextOffset) {
  private static final String PREFIX = "doubt:";

  /** The key of the note about a shard. */
  static ShardKey key(ShardKey shard) {
    return new ShardKey(PREFIX + shard.replay(), shard.index());
  }

  /** Whether a key of a progress log is that of a note. */
  static boolean isNote(String key) {
    return key.startsWith(PREFIX);
  }

  /** The shard that the note with this key is about. */
  static ShardKey shard(String key) {
    return ShardKey.parse(key.substring(PREFIX.length()));
  }
}
