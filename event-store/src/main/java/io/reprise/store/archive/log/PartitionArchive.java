package io.reprise.store.archive.log;

import io.reprise.store.OffsetRange;
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
 * @param epoch lease epoch of the claim in force; 0 if there was no claim
 * @param writer name of the writer that made the claim in force; null if there was no claim
 * @param segments the segments in offset order; each begins where the previous one ends
 * @param holds the holds in force
 * @param trimIntent offsets below this one may be deleted from Kafka; 0 if nothing was trimmed
 * @param trimDone Kafka's log start after the last finished trim; 0 if there was none
 */
public record PartitionArchive(
    PartitionId id,
    long headSeq,
    String headSha256,
    long epoch,
    @Nullable String writer,
    List<SegmentFacts> segments,
    List<HoldInForce> holds,
    long trimIntent,
    long trimDone) {

  public PartitionArchive {
    segments = List.copyOf(segments);
    holds = List.copyOf(holds);
  }

  /** Returns the state before the first entry. */
  public static PartitionArchive empty(PartitionId id) {
    return new PartitionArchive(
        id, -1, ArchiveEntry.NO_PREDECESSOR, 0, null, List.of(), List.of(), 0, 0);
  }

  /** Returns the offsets that the archive accounts for; {@code [0, 0)} if there are none. */
  public OffsetRange covered() {
    return segments.isEmpty()
        ? new OffsetRange(0, 0)
        : new OffsetRange(
            segments.get(0).range().from(), segments.get(segments.size() - 1).range().to());
  }

  /**
   * Returns the segment that accounts for {@code offset}; null if none does. Uses binary search.
   */
  public @Nullable SegmentFacts segmentAt(long offset) {
    int low = 0;
    int high = segments.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      var range = segments.get(middle).range();
      if (range.contains(offset)) {
        return segments.get(middle);
      }
      if (range.to() <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }
}
