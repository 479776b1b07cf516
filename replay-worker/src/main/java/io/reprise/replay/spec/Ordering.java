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
  /**
   * A partition may be cut into any number of shards. The shards deliver at the same time, so
   * records of a partition may arrive in any order.
   */
  UNORDERED
}
