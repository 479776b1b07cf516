package io.reprise.store.fold;

import java.nio.ByteBuffer;

/**
 * The events that a key's state was folded from: all events of the key in one partition up to and
 * including {@code lastOffset}, starting with the first that could be folded after the key's last
 * deletion.
 *
 * @param partition partition of the source topic
 * @param lastOffset offset of the newest event read
 * @param lastTimestamp timestamp of that event, in epoch milliseconds
 * @param events number of events folded
 * @param parked number of events that could not be folded
 * @param digest digest over offset and content of all these events, in order; see {@link
 *     EventDigest}
 */
public record Provenance(
    int partition,
    long lastOffset,
    long lastTimestamp,
    long events,
    long parked,
    EventDigest digest) {
  /** The size in bytes of a provenance that {@link #write} has encoded. */
  public static final int BYTES = Integer.BYTES + 4 * Long.BYTES + EventDigest.BYTES;

  /**
   * Writes the components of this record in their order, big-endian. The encoding always has {@link
   * #BYTES} bytes.
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

  /** Reads a provenance that {@link #write} has written. */
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
