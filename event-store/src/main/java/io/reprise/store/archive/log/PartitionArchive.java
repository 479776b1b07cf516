package io.reprise.store.archive.log;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveChangedException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one partition's archive after the entry {@code headSeq} of its commit log.
 * Immutable.
 *
 * @param headSeq number of the newest entry; -1 if there is none
 * @param headSha256 SHA-256 of the newest entry's bytes; {@link ArchiveEntry#NO_PREDECESSOR} if
 *     there is none
 * @param epoch lease epoch of the newest claim; 0 if there was no claim
 * @param writer name of the writer that made this claim; null if there was no claim
 * @param segments the segments of the archive; most of them are read from the store only when
 *     needed
 * @param holds the holds that were added and not yet released
 * @param trimIntent exclusive end of the offsets that a writer may already have deleted from Kafka;
 *     0 if no trim was announced
 * @param trimDone start of Kafka's log after the last finished trim; 0 if no trim has finished
 */
public record PartitionArchive(
    PartitionId id,
    long headSeq,
    String headSha256,
    long epoch,
    @Nullable String writer,
    ArchivedSegments segments,
    List<HoldInForce> holds,
    long trimIntent,
    long trimDone) {

  public PartitionArchive {
    holds = List.copyOf(holds);
  }

  /** Creates a state whose segments are all in memory. {@code segments} must be in offset order. */
  public PartitionArchive(
      PartitionId id,
      long headSeq,
      String headSha256,
      long epoch,
      @Nullable String writer,
      List<SegmentFacts> segments,
      List<HoldInForce> holds,
      long trimIntent,
      long trimDone) {
    this(
        id,
        headSeq,
        headSha256,
        epoch,
        writer,
        ArchivedSegments.of(segments),
        holds,
        trimIntent,
        trimDone);
  }

  /** Returns the state of a partition's archive that has no commit entry yet. */
  public static PartitionArchive empty(PartitionId id) {
    return new PartitionArchive(
        id,
        -1,
        ArchiveEntry.NO_PREDECESSOR,
        0,
        null,
        ArchivedSegments.of(List.of()),
        List.of(),
        0,
        0);
  }

  /**
   * Returns this state with the list {@code sameSegments} in place of its own list of segments.
   * Both lists contain the same segments. They differ only in which segments are in memory and
   * which are listed by manifests.
   */
  PartitionArchive with(ArchivedSegments sameSegments) {
    return new PartitionArchive(
        id, headSeq, headSha256, epoch, writer, sameSegments, holds, trimIntent, trimDone);
  }

  /** Returns the archived offset range, including holes; {@code [0, 0)} if nothing is archived. */
  public OffsetRange covered() {
    return segments.covered();
  }

  /**
   * Returns the segment whose range contains {@code offset}; null if no segment's range does. This
   * method may read manifests from the store, and then throws the errors that {@link
   * ArchivedSegments} names.
   */
  public @Nullable SegmentFacts segmentAt(long offset) {
    return segments.at(offset);
  }

  /**
   * Returns whether {@code other}, another state of the same archive, has the same segments as this
   * state in {@code range}. Every offset of the range must be archived in this state. If a manifest
   * of one of the states was removed, the segments are not the same. May read manifests from the
   * store, and then throws the errors that {@link ArchivedSegments} names.
   */
  public boolean hasSameSegments(PartitionArchive other, OffsetRange range) {
    try {
      var mine = segments.in(range).iterator();
      var others = other.segments.in(range).iterator();
      while (mine.hasNext()) {
        if (!others.hasNext() || !others.next().equals(mine.next())) {
          return false;
        }
      }
      return true;
    } catch (ArchiveChangedException e) {
      return false;
    }
  }
}
