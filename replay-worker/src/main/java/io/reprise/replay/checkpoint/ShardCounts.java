package io.reprise.replay.checkpoint;

import io.reprise.store.OffsetRange;

/**
 * Counts what happened to the offsets of a shard. Every offset that the shard has processed is
 * counted exactly once.
 *
 * @param delivered records that are durable in the target
 * @param filtered records that the filter excluded
 * @param elsewhere records that another shard of the same offset range delivers, because their keys
 *     belong to the bucket of that shard (ordering KEY)
 * @param parked records that were not delivered; the parked topic holds them with their causes
 * @param skipped records that the target refused; the spec allows the replay to go on without them
 * @param holes offsets without a record
 * @param bytes key, value and header bytes of the delivered records
 */
public record ShardCounts(
    long delivered,
    long filtered,
    long elsewhere,
    long parked,
    long skipped,
    long holes,
    long bytes) {

  public static final ShardCounts NONE = new ShardCounts(0, 0, 0, 0, 0, 0, 0);

  /** Returns how many offsets are accounted for: the sum of all counts except {@code bytes}. */
  public long accounted() {
    return delivered + filtered + elsewhere + parked + skipped + holes;
  }

  /**
   * Returns whether the number of counted offsets equals the number of offsets in {@code range}.
   */
  public boolean balances(OffsetRange range) {
    return accounted() == range.span();
  }

  public ShardCounts plus(ShardCounts other) {
    return new ShardCounts(
        delivered + other.delivered,
        filtered + other.filtered,
        elsewhere + other.elsewhere,
        parked + other.parked,
        skipped + other.skipped,
        holes + other.holes,
        bytes + other.bytes);
  }
}
