package io.reprise.replay.select;

/** Says what a shard does with one source record. */
public enum RecordSelection {
  /** The shard delivers the record. */
  DELIVER,
  /** The filter of the spec excludes the record. The shard counts it as filtered. */
  FILTERED,
  /**
   * The shard leaves the record to another shard, because the record's key belongs to another
   * bucket. The other shard reads the same range and accounts for the record.
   */
  OTHER_SHARD
}
