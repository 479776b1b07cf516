package io.reprise.store.archive.log;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One partition's archive at one entry of its log. Immutable: the fold of all entries up to {@code
 * headSeq}.
 *
 * @param headSeq number of the newest entry; -1 when there is none
 * @param headSha256 of its bytes; {@link ArchiveEntry#NO_PREDECESSOR} when there is none
 * @param epoch of the claim in force; 0 when there was none
 * @param writer who claimed it; null when nobody has
 * @param segments in offset order, each beginning where the one before ends
 * @param holds in force
 * @param trimIntent offsets below it may be gone from Kafka; 0 when nothing was trimmed
 * @param trimDone Kafka's log start after the last finished trim; 0 when there was none
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

  /** Before the first entry. */
  public static PartitionArchive empty(PartitionId id) {
    return new PartitionArchive(
        id, -1, ArchiveEntry.NO_PREDECESSOR, 0, null, List.of(), List.of(), 0, 0);
  }

  /** The offsets that the archive accounts for; empty, at 0, when there are none. */
  public OffsetRange covered() {
    return segments.isEmpty()
        ? new OffsetRange(0, 0)
        : new OffsetRange(
            segments.get(0).range().from(), segments.get(segments.size() - 1).range().to());
  }

  /** The segment that accounts for {@code offset}; null if none does. By binary search. */
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
