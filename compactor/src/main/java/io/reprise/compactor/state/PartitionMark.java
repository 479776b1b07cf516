package io.reprise.compactor.state;

import io.reprise.store.snapshot.Watermark;
import java.nio.ByteBuffer;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one partition, stored in the same transaction as its states.
 *
 * <p>Version 1 of the stored form is big-endian. Its fields are, in order: the version (1 byte);
 * processedTo (8 bytes); processedTo and emittedTo of the watermark (8 bytes each, -1 if there is
 * no watermark); emittedTo and parked (8 bytes each); the ids of the source topic and of the
 * snapshot topic (16 bytes each).
 *
 * @param processedTo the first offset that is not folded yet
 * @param watermark the newest watermark that was written; null before the first watermark
 * @param emittedTo the offset after the highest source offset whose event is in a snapshot
 * @param parked number of events of this partition that could not be folded
 * @param sourceId id of the source topic to which the offsets belong
 * @param snapshotsId id of the topic to which the snapshots were written
 */
public record PartitionMark(
    long processedTo,
    @Nullable Watermark watermark,
    long emittedTo,
    long parked,
    Uuid sourceId,
    Uuid snapshotsId) {
  private static final byte VERSION = 1;
  private static final int BYTES = 1 + 9 * Long.BYTES;
  private static final long NONE = -1;

  public static PartitionMark beginning(Uuid sourceId, Uuid snapshotsId) {
    return new PartitionMark(0, null, 0, 0, sourceId, snapshotsId);
  }

  /**
   * Returns the mark after one more event was processed.
   *
   * @param to the offset that follows that event's offset
   * @param parkedBecause why the event was parked; null when it was folded
   */
  public PartitionMark processed(long to, @Nullable String parkedBecause) {
    return new PartitionMark(
        to,
        watermark,
        emittedTo,
        parkedBecause == null ? parked : parked + 1,
        sourceId,
        snapshotsId);
  }

  public PartitionMark emitted(long to) {
    return new PartitionMark(processedTo, watermark, to, parked, sourceId, snapshotsId);
  }

  public PartitionMark with(Watermark newest) {
    return new PartitionMark(processedTo, newest, emittedTo, parked, sourceId, snapshotsId);
  }

  public byte[] encode() {
    var mark = watermark;
    return ByteBuffer.allocate(BYTES)
        .put(VERSION)
        .putLong(processedTo)
        .putLong(mark == null ? NONE : mark.processedTo())
        .putLong(mark == null ? NONE : mark.emittedTo())
        .putLong(emittedTo)
        .putLong(parked)
        .putLong(sourceId.getMostSignificantBits())
        .putLong(sourceId.getLeastSignificantBits())
        .putLong(snapshotsId.getMostSignificantBits())
        .putLong(snapshotsId.getLeastSignificantBits())
        .array();
  }

  /**
   * Decodes a mark that {@link #encode} has written.
   *
   * @throws IllegalStateException when a newer version wrote it
   */
  public static PartitionMark decode(byte[] stored) {
    if (stored.length != BYTES || stored[0] != VERSION) {
      throw new IllegalStateException(
          ("a partition's mark of %d bytes is not of version %d: run the build that wrote it, or"
                  + " remove the changelog and the group so that all events are folded again")
              .formatted(stored.length, VERSION));
    }
    var in = ByteBuffer.wrap(stored, 1, BYTES - 1);
    long processedTo = in.getLong();
    long from = in.getLong();
    long to = in.getLong();
    return new PartitionMark(
        processedTo,
        from == NONE ? null : new Watermark(from, to),
        in.getLong(),
        in.getLong(),
        new Uuid(in.getLong(), in.getLong()),
        new Uuid(in.getLong(), in.getLong()));
  }

  /**
   * Returns the lowest source offset whose event may not be in a snapshot yet: {@code processedTo}
   * of the newest watermark, or 0 if there is no watermark.
   */
  public long pendingFrom() {
    return watermark == null ? 0 : watermark.processedTo();
  }
}
