package io.reprise.replay.checkpoint;

import io.reprise.store.OffsetRange;

/**
 * The outcomes of the offsets of a shard. Every covered offset is counted exactly once.
 *
 * @param delivered records that are durable in the target
 * @param filtered records that the filter refused
 * @param elsewhere records whose key belongs to the bucket of another shard (ordering KEY)
 * @param parked records that were parked with a cause
 * @param skipped records that the target refused and that the spec allows to skip
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

  /** Returns the number of offsets in all counts together. */
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
