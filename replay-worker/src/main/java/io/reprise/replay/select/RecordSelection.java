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
  OTHER_SHARD;

  /**
   * Returns what a shard does with a record that the reader skipped because the filter does not
   * name its key. The reader did not read the key, so the key's bucket is unknown. The shard of
   * bucket 0 counts all such records as filtered.
   *
   * @param bucket the bucket of the shard
   */
  public static RecordSelection ofUnread(int bucket) {
    return bucket == 0 ? FILTERED : OTHER_SHARD;
  }
}
