package io.reprise.replay.spec;

/** Which order the target sees, and so how a replay may be cut into shards. */
public enum Ordering {
  /** Each partition's records in offset order, into the same partition number. One shard each. */
  PARTITION,
  /** Each key's records in offset order. Several shards a partition, each reading all of it. */
  KEY,
  /** No order between slices of a partition. Any number of shards. */
  UNORDERED
}
