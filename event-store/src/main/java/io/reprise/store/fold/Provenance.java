package io.reprise.store.fold;

import java.nio.ByteBuffer;

/**
 * Says from which events a key's state was folded. All of them are in one partition. The first of
 * them is the earliest event that could be folded since the key was last deleted. The last of them
 * is the event at {@code lastOffset}.
 *
 * @param partition partition of the source topic
 * @param lastOffset offset of the key's newest event that was read, folded or not
 * @param lastTimestamp timestamp of the event at {@code lastOffset}, in epoch milliseconds
 * @param events number of these events that were folded
 * @param parked number of these events that could not be folded
 * @param digest digest over the offsets and contents of these events, folded and parked, in offset
 *     order; see {@link EventDigest}
 */
public record Provenance(
    int partition,
    long lastOffset,
    long lastTimestamp,
    long events,
    long parked,
    EventDigest digest) {
  /** The size, in bytes, of the encoding that {@link #write} produces. */
  public static final int BYTES = Integer.BYTES + 4 * Long.BYTES + EventDigest.BYTES;

  /**
   * Encodes the components of this record in their order, big-endian. The encoding always has
   * {@link #BYTES} bytes.
   */
  public void write(ByteBuffer out) {
    out.putInt(partition)
        .putLong(lastOffset)
        .putLong(lastTimestamp)
        .putLong(events)
        .putLong(parked)
        .putLong(digest.high())
        .putLong(digest.low());
  }

  /** Decodes a provenance that {@link #write} has encoded. */
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
