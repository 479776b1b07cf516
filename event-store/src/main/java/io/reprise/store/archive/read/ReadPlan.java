package io.reprise.store.archive.read;

import io.reprise.store.KeySelection;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.PartitionArchive;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Plans a read of an archived offset range: gives a reader the steps of the read in order. Reads
 * the indexes of the next segments in the background. If an index cannot be read, the error is
 * thrown when the reader reaches the segment of that index.
 *
 * <p>Confined to one thread.
 */
final class ReadPlan {
  private final SegmentSource source;
  private final PartitionArchive archive;
  private final KeySelection keys;
  private final ReadAhead ahead;
  private final long end;
  private final Deque<CompletableFuture<List<ReadStep>>> planned = new ArrayDeque<>();
  private final Deque<ReadStep> ready = new ArrayDeque<>();
  private long start;
  private long unplanned;

  ReadPlan(
      SegmentSource source,
      PartitionArchive archive,
      OffsetRange range,
      KeySelection keys,
      ReadAhead ahead) {
    this.source = source;
    this.archive = archive;
    this.keys = keys;
    this.ahead = ahead;
    this.end = range.to();
    restartAt(range.from());
  }

  /** Restarts the plan: the next step is the one that contains {@code offset}. */
  void restartAt(long offset) {
    planned.clear();
    ready.clear();
    start = offset;
    unplanned = offset;
  }

  /**
   * Returns the next step without removing it from the plan. Returns null if the index of the next
   * segment is still being read, or if no step is left.
   */
  @Nullable ReadStep peek() {
    planAhead();
    while (ready.isEmpty()) {
      var first = planned.peek();
      if (first == null || !first.isDone() || first.isCompletedExceptionally()) {
        return null;
      }
      planned.remove();
      first.join().stream().filter(p -> p.range().to() > start).forEach(ready::add);
      planAhead();
    }
    var next = ready.element();
    return next.range().from() < end ? next : null;
  }

  void remove() {
    ready.remove();
  }

  /**
   * Returns the read of the next segment's index, which is still in progress. Call this only if
   * {@link #peek} has returned null before the end of the range.
   */
  CompletableFuture<List<ReadStep>> pending() {
    return planned.element();
  }

  private void planAhead() {
    int inHand = ready.isEmpty() ? 0 : 1;
    while (inHand + planned.size() < ahead.segments() && unplanned < end) {
      var segment = archive.segmentAt(unplanned);
      if (segment == null) {
        throw new IllegalStateException(
            "offset %d of %s is not archived: %s is"
                .formatted(unplanned, archive.id(), archive.covered()));
      }
      planned.add(source.plan(archive.id(), segment, keys, ahead));
      unplanned = segment.range().to();
    }
  }
}
