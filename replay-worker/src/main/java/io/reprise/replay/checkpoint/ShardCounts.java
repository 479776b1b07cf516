package io.reprise.replay.checkpoint;

import io.reprise.store.OffsetRange;

/**
 * What became of the offsets of a shard. Every offset it covered is counted exactly once.
 *
 * @param delivered handed to the target, durably
 * @param filtered the spec's filter says no
 * @param elsewhere belongs to another bucket of keys (ordering KEY)
 * @param parked kept aside with its cause
 * @param skipped passed over because of an error, as the spec allows
 * @param holes offsets without a record
 * @param bytes key, value and header bytes delivered
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

  /** The offsets accounted for. */
  public long accounted() {
    return delivered + filtered + elsewhere + parked + skipped + holes;
  }

  /** Whether exactly the offsets of {@code range} are accounted for. */
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
