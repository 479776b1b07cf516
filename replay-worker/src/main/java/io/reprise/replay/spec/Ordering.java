package io.reprise.replay.spec;

/**
 * The order in which the target receives records. The order limits how a replay is cut into shards.
 */
public enum Ordering {
  /**
   * Records of a partition arrive in offset order, in the target partition of the same number. Each
   * partition is one shard.
   */
  PARTITION,
  /**
   * Records with the same key arrive in offset order. A partition may have several shards. Each
   * shard reads the whole range of the partition, and delivers the records of its share of the keys
   * (its bucket).
   */
  KEY,
  /** Parts of a partition may arrive in any order. A partition may have any number of shards. */
  UNORDERED
}
