package io.reprise.store.archive.log;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one archive in offset order; each begins where the previous one ends. Older
 * segments are in manifests in the store and are read when a method needs them; the newest segments
 * are on the heap. Immutable and thread-safe.
 *
 * <p>{@link #covered()}, {@link #size()}, {@link #last()} and {@link #totals()} read nothing from
 * the store unless a segment was replaced since the last checkpoint. {@link #at}, {@link
 * #totals(OffsetRange)}, {@link #firstReaching} and {@link #lastEndUpTo} read at most two manifests
 * of each level from the store. Iterating reads each manifest once.
 *
 * <p>Errors of all methods that read: {@link io.reprise.store.archive.CorruptArchiveException} for
 * a damaged manifest; {@link io.reprise.store.archive.ArchiveChangedException} if the state is so
 * old that its manifests were replaced and removed: read the archive's state again; {@link
 * io.reprise.store.object.store.ObjectStoreException} from the store.
 */
public final class ArchivedSegments implements Iterable<SegmentFacts> {
  private final @Nullable ManifestReader manifests;
  private final SealedSegments sealed;
  private final NavigableMap<Long, SegmentFacts> replacements;
  private final List<List<SegmentFacts>> open;

  /**
   * Creates the list of an archive's segments.
   *
   * @param manifests reads the manifests that {@code sealed} names; null only if it names none
   * @param sealed names the manifests of a checkpoint, which list the older segments
   * @param replacements segments that have replaced sealed ones since that checkpoint, by first
   *     offset
   * @param open the segments after the sealed ones, which no manifest lists, in runs of at most
   *     {@link SegmentManifest#MOST}; all but the last run are full
   */
  ArchivedSegments(
      @Nullable ManifestReader manifests,
      SealedSegments sealed,
      NavigableMap<Long, SegmentFacts> replacements,
      List<List<SegmentFacts>> open) {
    this.manifests = manifests;
    this.sealed = sealed;
    this.replacements = replacements;
    this.open = open;
  }

  /** Returns an object whose segments are all on the heap. */
  public static ArchivedSegments of(List<SegmentFacts> segments) {
    return new ArchivedSegments(null, SealedSegments.NONE, new TreeMap<>(), runs(segments));
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

  NavigableMap<Long, SegmentFacts> replacements() {
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

  // The next methods usually answer from the heap, without reading manifests.

  public boolean isEmpty() {
    return open.isEmpty() && sealed.isEmpty();
  }

  public long size() {
    return sealed.count() + open.stream().mapToLong(List::size).sum();
  }

  /** Returns the offsets that the segments account for; {@code [0, 0)} if there are none. */
  public OffsetRange covered() {
    if (isEmpty()) {
      return new OffsetRange(0, 0);
    }
    long from = sealed.isEmpty() ? open.get(0).get(0).range().from() : sealed.range().from();
    long to = open.isEmpty() ? sealed.range().to() : lastOf(lastOf(open)).range().to();
    return new OffsetRange(from, to);
  }

  /** Returns the newest segment; null if there is none. */
  public @Nullable SegmentFacts last() {
    return open.isEmpty() ? at(covered().to() - 1) : lastOf(lastOf(open));
  }

  private static <T> T lastOf(List<T> list) {
    return list.get(list.size() - 1);
  }

  // The next methods may read manifests.

  /** Returns the segment that accounts for {@code offset}; null if none does. */
  public @Nullable SegmentFacts at(long offset) {
    if (!covered().contains(offset)) {
      return null;
    }
    boolean isSealed = !sealed.isEmpty() && offset < sealed.range().to();
    var candidates =
        isSealed
            ? in(new OffsetRange(offset, offset + 1))
            : open.get(runOf(offset)).stream().filter(s -> s.range().contains(offset));
    return candidates.findFirst().orElse(null);
  }

  /**
   * Returns the index of the run of open segments that accounts for an offset, by binary search.
   * The offset must be in one of these runs.
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
   * Returns the segments that overlap a range, in offset order and uncut at the range's ends. The
   * stream reads a manifest only when its consumer reaches it.
   */
  public Stream<SegmentFacts> in(OffsetRange range) {
    return stream(new SegmentWalk(this, range::overlaps));
  }

  private static Stream<SegmentFacts> stream(Iterator<SegmentFacts> iterator) {
    int order = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, order), false);
  }

  public List<SegmentFacts> toList() {
    return stream().toList();
  }

  /** Returns the sums over all segments of the archive. */
  public SegmentTotals totals() {
    return totals(covered());
  }

  /**
   * Returns the sums over the segments that overlap a range. A segment that lies only partly in the
   * range counts as a whole; {@link #at} finds such a segment for a caller that wants to count only
   * its part.
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
    if (!ref.range().overlaps(range)) {
      return SegmentTotals.NONE;
    }
    if (contains(range, ref.range()) && !hasReplacement(ref.range())) {
      return ref.totals();
    }
    var manifest = read(ref);
    var totals = totalsOf(current(manifest.segments()), range);
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
   * Returns the first segment whose latest timestamp is at or after an instant; null if there is
   * none.
   *
   * @param epochMillis the instant
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
    if (ref.totals().maxTimestamp() < epochMillis && !hasReplacement(ref.range())) {
      return null;
    }
    var manifest = read(ref);
    for (var segment : current(manifest.segments())) {
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
   * Returns the highest offset at or below {@code limit} at which a segment ends; empty if there is
   * none.
   */
  public OptionalLong lastEndUpTo(long limit) {
    var covered = covered();
    if (isEmpty() || limit < covered.from()) {
      return OptionalLong.empty();
    }
    if (limit >= covered.to()) {
      return OptionalLong.of(covered.to());
    }
    // The segment before the one that contains the limit ends where that one begins.
    var next = at(limit);
    return next == null || next.range().from() == covered.from()
        ? OptionalLong.empty()
        : OptionalLong.of(next.range().from());
  }

  /** Returns whether these segments are listed by the manifest that {@code ref} names. */
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

  // The next methods serve to derive the next state of an archive from the present one.

  /** Returns whether a sealed segment of this range was replaced since the checkpoint. */
  boolean hasReplacement(OffsetRange range) {
    var next = replacements.ceilingKey(range.from());
    return next != null && next < range.to();
  }

  /**
   * Returns the segments of a manifest, in which those that were replaced since the checkpoint are
   * exchanged for their replacements.
   */
  List<SegmentFacts> current(List<SegmentFacts> listed) {
    return replacements.isEmpty()
        ? listed
        : listed.stream().map(s -> replacements.getOrDefault(s.range().from(), s)).toList();
  }

  /** Returns these segments followed by {@code segment}, which begins where they end. */
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
   * Returns these segments with {@code replacement} in place of the segment that has the same
   * range.
   */
  ArchivedSegments replacing(SegmentFacts replacement) {
    long from = replacement.range().from();
    if (!sealed.isEmpty() && from < sealed.range().to()) {
      var changed = new TreeMap<>(replacements);
      changed.put(from, replacement);
      return new ArchivedSegments(manifests, sealed, changed, open);
    }
    var runs = new ArrayList<>(open);
    int at = runOf(from);
    runs.set(
        at, runs.get(at).stream().map(s -> s.range().from() == from ? replacement : s).toList());
    return new ArchivedSegments(manifests, sealed, replacements, runs);
  }

  /** Returns whether a checkpoint would move a part of the heap's segments into manifests. */
  boolean canSeal() {
    return open.size() > 1 || !replacements.isEmpty();
  }

  /**
   * Compares segment by segment, and therefore reads every manifest of both objects. Meant for
   * proofs and tests.
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
