package io.reprise.store.archive.log;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one archive in offset order; each segment begins where the previous one ends. The
 * newest segments are in memory. The older ones are listed in manifests in the store, which a
 * method reads when it needs them. Immutable and thread-safe.
 *
 * <p>{@link #covered()}, {@link #size()}, {@link #last()} and {@link #totals()} usually read
 * nothing from the store. They read manifests only if a segment was replaced since the last
 * checkpoint, or if the newest segments were merged. {@link #at}, {@link #totals(OffsetRange)},
 * {@link #firstReaching} and {@link #lastEndUpTo} read at most two manifests of each level. An
 * iteration over all segments reads each manifest once.
 *
 * <p>A method that reads manifests throws {@link io.reprise.store.archive.CorruptArchiveException}
 * for a damaged manifest, and {@link io.reprise.store.object.store.ObjectStoreException} if the
 * store cannot be read. It throws {@link io.reprise.store.archive.ArchiveChangedException} if a
 * manifest was replaced and removed, because this object then belongs to an outdated state of the
 * archive. The caller must read the archive's current state.
 */
public final class ArchivedSegments implements Iterable<SegmentFacts> {
  private final @Nullable ManifestReader manifests;
  private final SealedSegments sealed;
  private final Replacements replacements;
  private final List<List<SegmentFacts>> open;

  /**
   * Creates the list of an archive's segments. A sealed segment is one that a manifest lists; an
   * open segment is one that no manifest lists yet.
   *
   * @param manifests reads the manifests that {@code sealed} names; null only if it names none
   * @param sealed the manifests that the last checkpoint names; they list the older segments
   * @param replacements segments that have replaced sealed ones since that checkpoint
   * @param open the open segments, which follow the sealed ones and their replacements, in runs of
   *     at most {@link SegmentManifest#MOST} segments; all runs but the last are full
   */
  ArchivedSegments(
      @Nullable ManifestReader manifests,
      SealedSegments sealed,
      Replacements replacements,
      List<List<SegmentFacts>> open) {
    this.manifests = manifests;
    this.sealed = sealed;
    this.replacements = replacements;
    this.open = open;
  }

  /**
   * Returns the list of an archive's segments with all segments in memory, so that no manifest is
   * read.
   */
  public static ArchivedSegments of(List<SegmentFacts> segments) {
    return new ArchivedSegments(null, SealedSegments.NONE, Replacements.NONE, runs(segments));
  }

  static List<List<SegmentFacts>> runs(List<SegmentFacts> segments) {
    var runs = new ArrayList<List<SegmentFacts>>();
    for (int i = 0; i < segments.size(); i += SegmentManifest.MOST) {
      int end = Math.min(i + SegmentManifest.MOST, segments.size());
      runs.add(List.copyOf(segments.subList(i, end)));
    }
    return runs;
  }

  SealedSegments sealed() {
    return sealed;
  }

  Replacements replacements() {
    return replacements;
  }

  List<List<SegmentFacts>> open() {
    return open;
  }

  List<SegmentFacts> openSegments() {
    return open.stream().flatMap(List::stream).toList();
  }

  SegmentManifest read(ManifestRef ref) {
    if (manifests == null) {
      throw new IllegalStateException("no store to read manifest '" + ref.file() + "' from");
    }
    return manifests.read(ref);
  }

  // The following methods usually need only the segments in memory and read no manifests.

  public boolean isEmpty() {
    return open.isEmpty() && sealed.isEmpty();
  }

  public long size() {
    return sealed.count() - replacements.fewer() + open.stream().mapToLong(List::size).sum();
  }

  /**
   * Returns the offset range from the start of the first segment to the end of the last one; {@code
   * [0, 0)} if there are no segments.
   */
  public OffsetRange covered() {
    if (isEmpty()) {
      return new OffsetRange(0, 0);
    }
    long from = sealed.isEmpty() ? open.get(0).get(0).range().from() : sealed.range().from();
    long to = open.isEmpty() ? sealedEnd() : lastOf(lastOf(open)).range().to();
    return new OffsetRange(from, to);
  }

  /**
   * Returns the end of the segments that manifests list, or of a merged segment that ends later; 0
   * if no manifest lists any.
   */
  private long sealedEnd() {
    return sealed.isEmpty() ? 0 : replacements.endFrom(sealed.range().to());
  }

  /** Returns the newest segment; null if there is none. */
  public @Nullable SegmentFacts last() {
    return open.isEmpty() ? at(covered().to() - 1) : lastOf(lastOf(open));
  }

  private static <T> T lastOf(List<T> list) {
    return list.get(list.size() - 1);
  }

  // The following methods may read manifests from the store.

  /** Returns the segment whose range contains {@code offset}; null if no segment's range does. */
  public @Nullable SegmentFacts at(long offset) {
    if (!covered().contains(offset)) {
      return null;
    }
    var candidates =
        offset < sealedEnd()
            ? in(new OffsetRange(offset, offset + 1))
            : open.get(runOf(offset)).stream().filter(s -> s.range().contains(offset));
    return candidates.findFirst().orElse(null);
  }

  /**
   * Finds, by binary search, the run of open segments whose offsets include {@code offset}, and
   * returns the index of the run. One of the runs must include the offset.
   */
  private int runOf(long offset) {
    int low = 0;
    int high = open.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (open.get(middle).get(0).range().from() <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  @Override
  public Iterator<SegmentFacts> iterator() {
    return new SegmentWalk(this, range -> true);
  }

  public Stream<SegmentFacts> stream() {
    return stream(iterator());
  }

  /**
   * Returns the segments that overlap a range, in offset order. A segment that lies partly outside
   * the range is returned whole. The stream reads a manifest only when its consumer has reached the
   * manifest's segments.
   */
  public Stream<SegmentFacts> in(OffsetRange range) {
    return stream(new SegmentWalk(this, range::overlaps));
  }

  /**
   * Divides an offset range into parts, so that a caller can list the segments of all parts with
   * {@link #in} at the same time. The caller then reads several manifests in parallel. Returns the
   * parts in offset order; at most one part if the range cannot be divided.
   *
   * <p>Each part is covered by one manifest, or by one list of segments in memory. The manifests
   * are those of the highest level that has more than one manifest in the range. A segment belongs
   * to one part only, even if it was merged from segments of several manifests. This method reads
   * at most one manifest of each level.
   */
  public List<OffsetRange> parts(OffsetRange range) {
    var runs = open.stream().map(ArchivedSegments::rangeOf).filter(range::overlaps).toList();
    var refs = overlapping(sealed.roots(), range);
    while (runs.isEmpty() && refs.size() == 1 && refs.get(0).level() > 0) {
      refs = overlapping(read(refs.get(0)).manifests(), range);
    }
    return Stream.concat(refs.stream().map(this::currentRange), runs.stream())
        .map(part -> common(part, range))
        .toList();
  }

  /**
   * Returns the manifests that have a segment in the range. A manifest whose segments were all
   * merged into a segment of an earlier manifest has none.
   */
  private List<ManifestRef> overlapping(List<ManifestRef> refs, OffsetRange range) {
    return refs.stream().filter(ref -> currentRange(ref).overlaps(range)).toList();
  }

  private OffsetRange currentRange(ManifestRef ref) {
    return replacements.currentRange(ref.range());
  }

  private static OffsetRange rangeOf(List<SegmentFacts> run) {
    return new OffsetRange(run.get(0).range().from(), lastOf(run).range().to());
  }

  private static OffsetRange common(OffsetRange one, OffsetRange other) {
    return new OffsetRange(Math.max(one.from(), other.from()), Math.min(one.to(), other.to()));
  }

  private static Stream<SegmentFacts> stream(Iterator<SegmentFacts> iterator) {
    int order = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, order), false);
  }

  public List<SegmentFacts> toList() {
    return stream().toList();
  }

  /**
   * Returns the number of segments, records and bytes in the whole archive, and its earliest and
   * latest timestamp.
   */
  public SegmentTotals totals() {
    return totals(covered());
  }

  /**
   * Returns the number of segments, records and bytes in the segments that overlap a range, and
   * their earliest and latest timestamp. A segment that lies only partly in the range counts with
   * all its records and bytes. A caller that must not count the records outside the range can find
   * such a segment with {@link #at}.
   */
  public SegmentTotals totals(OffsetRange range) {
    var totals = SegmentTotals.NONE;
    for (var ref : sealed.roots()) {
      totals = totals.plus(totalsBelow(ref, range));
    }
    for (var run : open) {
      totals = totals.plus(totalsOf(run, range));
    }
    return totals;
  }

  private SegmentTotals totalsBelow(ManifestRef ref, OffsetRange range) {
    if (!currentRange(ref).overlaps(range)) {
      return SegmentTotals.NONE;
    }
    if (contains(range, ref.range()) && !replacements.touch(ref.range())) {
      return ref.totals();
    }
    var manifest = read(ref);
    var totals = totalsOf(replacements.current(manifest.segments()), range);
    for (var child : manifest.manifests()) {
      totals = totals.plus(totalsBelow(child, range));
    }
    return totals;
  }

  private static SegmentTotals totalsOf(List<SegmentFacts> segments, OffsetRange range) {
    var totals = SegmentTotals.NONE;
    for (var segment : segments) {
      if (segment.range().overlaps(range)) {
        totals = totals.plus(SegmentTotals.of(segment));
      }
    }
    return totals;
  }

  private static boolean contains(OffsetRange whole, OffsetRange part) {
    return whole.from() <= part.from() && part.to() <= whole.to();
  }

  /**
   * Returns the first segment whose latest record timestamp is at or after an instant; null if no
   * segment has such a timestamp.
   *
   * @param epochMillis the instant, in epoch milliseconds
   */
  public @Nullable SegmentFacts firstReaching(long epochMillis) {
    for (var ref : sealed.roots()) {
      var found = firstReaching(ref, epochMillis);
      if (found != null) {
        return found;
      }
    }
    return open.stream()
        .flatMap(List::stream)
        .filter(s -> s.maxTimestamp() >= epochMillis)
        .findFirst()
        .orElse(null);
  }

  private @Nullable SegmentFacts firstReaching(ManifestRef ref, long epochMillis) {
    if (ref.totals().maxTimestamp() < epochMillis && !replacements.touch(ref.range())) {
      return null;
    }
    var manifest = read(ref);
    for (var segment : replacements.current(manifest.segments())) {
      if (segment.maxTimestamp() >= epochMillis) {
        return segment;
      }
    }
    for (var child : manifest.manifests()) {
      var found = firstReaching(child, epochMillis);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /**
   * Returns the exclusive end offset of the last segment that ends at or below the offset {@code
   * limit}; empty if no segment ends at or below it.
   */
  public OptionalLong lastEndUpTo(long limit) {
    var covered = covered();
    if (isEmpty() || limit < covered.from()) {
      return OptionalLong.empty();
    }
    if (limit >= covered.to()) {
      return OptionalLong.of(covered.to());
    }
    // The segment {@code next} contains the limit, so the last segment that ends at or below the
    // limit ends where {@code next} begins.
    var next = at(limit);
    return next == null || next.range().from() == covered.from()
        ? OptionalLong.empty()
        : OptionalLong.of(next.range().from());
  }

  /**
   * Returns whether the manifest {@code ref} is still in use: it is one of the highest manifests of
   * this archive state, or another manifest of this state lists it.
   */
  boolean names(ManifestRef ref) {
    return names(sealed.roots(), ref);
  }

  private boolean names(List<ManifestRef> refs, ManifestRef wanted) {
    for (var ref : refs) {
      if (ref.range().contains(wanted.range().from())) {
        return ref.level() > wanted.level()
            ? names(read(ref).manifests(), wanted)
            : ref.file().equals(wanted.file());
      }
    }
    return false;
  }

  // The following methods compute the archive's next state from its present one.

  /**
   * Returns a copy of this list with {@code segment} added at the end. The segment begins where
   * this list ends.
   */
  ArchivedSegments plus(SegmentFacts segment) {
    var runs = new ArrayList<>(open);
    if (runs.isEmpty() || lastOf(runs).size() == SegmentManifest.MOST) {
      runs.add(List.of(segment));
    } else {
      var longer = new ArrayList<>(runs.remove(runs.size() - 1));
      longer.add(segment);
      runs.add(List.copyOf(longer));
    }
    return new ArchivedSegments(manifests, sealed, replacements, runs);
  }

  /**
   * Returns a copy of this list in which {@code replacement} takes the place of {@code parts}.
   *
   * @param parts neighbouring segments of this list, one or more, which together have the range of
   *     {@code replacement}
   */
  ArchivedSegments replacing(List<SegmentFacts> parts, SegmentFacts replacement) {
    long sealedEnd = sealedEnd();
    int inManifests = (int) parts.stream().filter(s -> s.range().from() < sealedEnd).count();
    var changed = inManifests == 0 ? replacements : replacements.with(replacement, inManifests);
    var kept = new ArrayList<SegmentFacts>();
    for (var segment : openSegments()) {
      if (!replacement.range().contains(segment.range().from())) {
        kept.add(segment);
      } else if (inManifests == 0 && segment.range().from() == replacement.range().from()) {
        kept.add(replacement);
      }
    }
    return new ArchivedSegments(manifests, sealed, changed, runs(kept));
  }

  /** Returns whether a checkpoint written now would move segments from memory into manifests. */
  boolean canSeal() {
    return open.size() > 1 || !replacements.isEmpty();
  }

  /**
   * Returns whether both lists have equal segments. The comparison reads every manifest of both
   * lists, so use it only in proofs and tests.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArchivedSegments that
        && covered().equals(that.covered())
        && size() == that.size()
        && isEqual(iterator(), that.iterator());
  }

  private static boolean isEqual(Iterator<SegmentFacts> one, Iterator<SegmentFacts> other) {
    while (one.hasNext() && other.hasNext()) {
      if (!one.next().equals(other.next())) {
        return false;
      }
    }
    return one.hasNext() == other.hasNext();
  }

  @Override
  public int hashCode() {
    return covered().hashCode();
  }

  @Override
  public String toString() {
    return size() + " segments of " + covered();
  }
}
