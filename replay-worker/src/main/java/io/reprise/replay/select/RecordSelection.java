package io.reprise.replay.select;

/** Says what a shard does with one source record. */
public enum RecordSelection {
  /** The shard delivers the record. */
  DELIVER,
  /** The filter of the spec excludes the record. The shard counts it as filtered. */
  FILTERED,
  /**
   * The key belongs to another bucket, so another shard that reads the same range accounts for the
   * record.
   */
  OTHER_SHARD
}
