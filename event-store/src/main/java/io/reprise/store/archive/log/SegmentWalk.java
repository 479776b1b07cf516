package io.reprise.store.archive.log;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/**
 * Iterates over an archive's segments in offset order. Reads a manifest only when the iteration
 * reaches the manifest's segments, and keeps at most one manifest of each level in memory. Confined
 * to one thread.
 */
final class SegmentWalk implements Iterator<SegmentFacts> {
  private final ArchivedSegments segments;
  private final Predicate<OffsetRange> isWanted;
  private final Deque<Iterator<ManifestRef>> levels = new ArrayDeque<>();
  private final Iterator<List<SegmentFacts>> open;
  private Iterator<SegmentFacts> listed = Collections.emptyIterator();

  /**
   * Creates an iterator over some segments, before the first of them.
   *
   * @param isWanted called with the offset range of a segment, or of a manifest that lists
   *     segments; returns whether the iteration visits them
   */
  SegmentWalk(ArchivedSegments segments, Predicate<OffsetRange> isWanted) {
    this.segments = segments;
    this.isWanted = isWanted;
    this.open = segments.open().iterator();
    levels.push(segments.sealed().roots().iterator());
  }

  @Override
  public boolean hasNext() {
    while (!listed.hasNext()) {
      if (!levels.isEmpty()) {
        descend();
      } else if (open.hasNext()) {
        listIfWanted(open.next());
      } else {
        return false;
      }
    }
    return true;
  }

  private void descend() {
    if (!levels.element().hasNext()) {
      levels.pop();
      return;
    }
    var ref = levels.element().next();
    if (isWanted.test(segments.replacements().currentRange(ref.range()))) {
      var manifest = segments.read(ref);
      if (manifest.listsSegments()) {
        list(segments.replacements().current(manifest.segments()));
      } else {
        levels.push(manifest.manifests().iterator());
      }
    }
  }

  private void listIfWanted(List<SegmentFacts> run) {
    long from = run.get(0).range().from();
    if (isWanted.test(new OffsetRange(from, run.get(run.size() - 1).range().to()))) {
      list(run);
    }
  }

  private void list(List<SegmentFacts> all) {
    listed = all.stream().filter(s -> isWanted.test(s.range())).iterator();
  }

  @Override
  public SegmentFacts next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return listed.next();
  }
}
