package io.reprise.store.archive.read;

import io.reprise.kafka.time.Deadline;
import io.reprise.store.KeySelection;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.log.SegmentTotals;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.index.SegmentIndex;
import io.reprise.store.archive.segment.index.SegmentIndex.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Computes what a read of archived ranges costs: records, bytes and requests. Commit entries give
 * the records and bytes of whole segments, so a range of any length takes only a few requests. A
 * segment index is read in two cases: for a segment that lies only partly in a range, and, if the
 * read selects keys, for every segment. Thread-safe.
 */
public final class ReadCosts {
  private final ArchiveCatalog catalog;
  private final SegmentSource source;

  public ReadCosts(ArchiveCatalog catalog, SegmentSource source) {
    this.catalog = catalog;
    this.source = source;
  }

  /**
   * A range of one partition whose offsets are all archived.
   *
   * @param id the partition
   * @param range the offsets; not empty
   */
  public record ColdRange(PartitionId id, OffsetRange range) {}

  /**
   * The cost of a read of archived ranges.
   *
   * @param records number of records in the ranges, including records whose keys are not selected
   * @param bytes size of these records in bytes, as the data objects store them
   * @param opened how many of these bytes the read fetches; fewer than {@code bytes} if the read
   *     selects keys, because blocks without a selected key are skipped
   * @param gets number of GET requests for indexes and data; an estimate for segments whose index
   *     was not read
   * @param unanswered number of segments whose index, or the manifest that lists them, did not
   *     arrive before the deadline. Such a segment counts with all its records and bytes
   */
  public record Cost(long records, long bytes, long opened, long gets, long unanswered) {}

  /**
   * Returns the cost of a read of several ranges, at most one for each partition. Up to {@link
   * ParallelReads#AT_ONCE} requests run at the same time.
   *
   * @throws ArchiveUnreachableException if a commit log does not answer before the deadline, or if
   *     the store fails; a retry is safe
   * @throws io.reprise.store.archive.CorruptArchiveException for a damaged archive
   */
  public Cost of(List<ColdRange> ranges, KeySelection keys, Deadline deadline) {
    var parts = new ArrayList<Part>();
    var answered = new ArrayList<ColdRange>();
    boolean isComplete =
        ParallelReads.ask(
            ranges.iterator(),
            range -> part(range, keys),
            (range, part) -> {
              answered.add(range);
              parts.add(part);
            },
            deadline);
    if (!isComplete) {
      var missing = ranges.stream().filter(range -> !answered.contains(range));
      throw ArchiveUnreachableException.unanswered(
          missing.map(ColdRange::id).toList(), deadline.limit());
    }
    var sum = new Sum(parts);
    var reads = new IndexReads(sum);
    parts.forEach(reads::add);
    ParallelReads.ask(reads, Task::run, (task, result) -> result.run(), deadline);
    return sum.cost();
  }

  /**
   * One range, and what the archive's commit entries say about it.
   *
   * @param totals sums over all segments that overlap the range, including the parts outside it
   * @param edges the segments that lie only partly in the range
   */
  private record Part(
      PartitionArchive archive,
      OffsetRange range,
      KeySelection keys,
      SegmentTotals totals,
      List<SegmentFacts> edges) {
    long toOpen() {
      return keys.isAll() ? edges.size() : totals.segments();
    }
  }

  private record ToOpen(Part part, SegmentFacts segment) {
    boolean isWhole() {
      return contains(part.range, segment.range());
    }
  }

  private record Opened(long records, long bytes, long opened, long gets) {}

  private Part part(ColdRange cold, KeySelection keys) {
    return catalog.ask(
        catalog.recent(cold.id()),
        archive -> {
          var range = cold.range();
          var totals = archive.segments().totals(range);
          return new Part(archive, range, keys, totals, edges(archive, range));
        });
  }

  private static List<SegmentFacts> edges(PartitionArchive archive, OffsetRange range) {
    var edges = new LinkedHashSet<SegmentFacts>();
    for (long offset : new long[] {range.from(), range.to() - 1}) {
      var segment = archive.segmentAt(offset);
      if (segment != null && !contains(range, segment.range())) {
        edges.add(segment);
      }
    }
    return List.copyOf(edges);
  }

  private static boolean contains(OffsetRange whole, OffsetRange part) {
    return whole.from() <= part.from() && part.to() <= whole.to();
  }

  /**
   * One read of manifests or of a segment index, which may run in any thread. It returns a second
   * action, which handles what was read and must run in the thread that asked for the cost.
   */
  private interface Task {
    Runnable run();
  }

  /**
   * The reads of manifests and segment indexes that have not started yet. After a manifest was
   * read, the indexes of its segments are read before the next manifest. This limits the memory:
   * only the segments of the manifests that are read at the same time are in memory together. The
   * iterator is confined to the caller's thread; its tasks run in other threads.
   */
  private final class IndexReads implements Iterator<Task> {
    private final Deque<Task> tasks = new ArrayDeque<>();
    private final Sum sum;

    IndexReads(Sum sum) {
      this.sum = sum;
    }

    void add(Part part) {
      if (part.keys.isAll()) {
        open(part, part.edges);
      } else {
        list(part, List.of(part.range));
      }
    }

    private void list(Part part, List<OffsetRange> ranges) {
      for (var range : ranges) {
        tasks.push(
            () -> {
              var listed = listed(part.archive, range);
              return () -> {
                list(part, listed.ranges);
                open(part, listed.segments);
              };
            });
      }
    }

    private void open(Part part, List<SegmentFacts> segments) {
      for (var segment : segments) {
        tasks.push(
            () -> {
              var wanted = new ToOpen(part, segment);
              var opened = ReadCosts.this.open(wanted);
              return () -> sum.replaceEstimate(wanted, opened);
            });
      }
    }

    @Override
    public boolean hasNext() {
      return !tasks.isEmpty();
    }

    @Override
    public Task next() {
      return tasks.pop();
    }
  }

  /**
   * The result of listing the segments of a range: either the segments, or parts of the range, if
   * the segments of each part must be listed separately.
   *
   * @param ranges the parts of the range; empty if {@code segments} has the segments of the range
   * @param segments the segments of the range; empty if the range was divided
   */
  private record Listed(List<OffsetRange> ranges, List<SegmentFacts> segments) {}

  private Listed listed(PartitionArchive archive, OffsetRange range) {
    return catalog.ask(
        archive,
        state -> {
          var parts = state.segments().parts(range);
          return parts.size() > 1
              ? new Listed(parts, List.of())
              : new Listed(List.of(), state.segments().in(range).toList());
        });
  }

  private Opened open(ToOpen wanted) {
    var id = wanted.part.archive.id();
    var range = wanted.part.range;
    var segment = wanted.segment;
    var index = source.index(id, segment);
    var fetches =
        source.steps(id, segment, wanted.part.keys).stream()
            .filter(step -> step.range().overlaps(range))
            .filter(ReadStep.Fetch.class::isInstance)
            .map(ReadStep.Fetch.class::cast)
            .toList();
    long opened = fetches.stream().mapToLong(fetch -> bytes(fetch.blocks(), range)).sum();
    return new Opened(
        wanted.isWhole() ? segment.records() : records(index, range),
        wanted.isWhole() ? segment.bytes() : bytes(index.blocks(), range),
        opened,
        1L + fetches.size());
  }

  private static long bytes(List<Block> blocks, OffsetRange range) {
    return blocks.stream()
        .filter(block -> block.range().overlaps(range))
        .mapToLong(Block::length)
        .sum();
  }

  private static long records(SegmentIndex index, OffsetRange range) {
    long records = 0;
    for (var block : index.blocks()) {
      if (block.range().overlaps(range)) {
        records += overlap(block.range(), range);
        for (var hole : index.holes(block)) {
          records -= overlap(hole, range);
        }
      }
    }
    return records;
  }

  private static long overlap(OffsetRange one, OffsetRange other) {
    return Math.max(0, Math.min(one.to(), other.to()) - Math.max(one.from(), other.from()));
  }

  /**
   * Adds up the cost of all ranges. Starts with the sums over whole segments. When a segment's
   * index was read, exact figures replace the segment's part of the sums. Confined to one thread.
   */
  private static final class Sum {
    private long wholeSegments;
    private long wholeBytes;
    private long records;
    private long bytes;
    private long opened;
    private long gets;
    private long unanswered;

    Sum(List<Part> parts) {
      for (var part : parts) {
        wholeSegments += part.totals.segments();
        wholeBytes += part.totals.bytes();
        records += part.totals.records();
        unanswered += part.toOpen();
      }
    }

    void replaceEstimate(ToOpen from, Opened exact) {
      wholeSegments--;
      wholeBytes -= from.segment.bytes();
      records += exact.records - from.segment.records();
      bytes += exact.bytes;
      opened += exact.opened;
      gets += exact.gets;
      unanswered--;
    }

    Cost cost() {
      return new Cost(
          records, bytes + wholeBytes, opened + wholeBytes, gets + wholeGets(), unanswered);
    }

    /**
     * Estimates the GET requests for segments whose index was not read: one request for each index,
     * and at least one for each data object.
     */
    private long wholeGets() {
      long most = ReadAhead.FAR.fetchBytes();
      long fetches = (wholeBytes + most - 1) / most;
      return wholeSegments + Math.max(wholeSegments, fetches);
    }
  }
}
