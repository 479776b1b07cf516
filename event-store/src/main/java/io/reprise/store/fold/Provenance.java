package io.reprise.store.fold;

import java.nio.ByteBuffer;

/**
 * Where a key's state comes from: all its events of one partition up to and including one offset,
 * since the first that could be folded after its last deletion.
 *
 * @param partition of the source topic
 * @param lastOffset of the newest event that was looked at
 * @param lastTimestamp of that event, in epoch milliseconds
 * @param events that were folded
 * @param parked events that could not be folded
 * @param digest over offset and content of all of these, in order; see {@link EventDigest}
 */
public record Provenance(
    int partition,
    long lastOffset,
    long lastTimestamp,
    long events,
    long parked,
    EventDigest digest) {
  /** What {@link #write} takes. */
  public static final int BYTES = Integer.BYTES + 4 * Long.BYTES + EventDigest.BYTES;

  /** Fixed length, big-endian, in the order of the components. */
  public void write(ByteBuffer out) {
    out.putInt(partition)
        .putLong(lastOffset)
        .putLong(lastTimestamp)
        .putLong(events)
        .putLong(parked)
        .putLong(digest.high())
        .putLong(digest.low());
  }

  /** The inverse of {@link #write}. */
  public static Provenance read(ByteBuffer in) {
    return new Provenance(
        in.getInt(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        new EventDigest(in.getLong(), in.getLong()));
  }
}
