package io.reprise.store.archive.read;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.segment.index.SegmentIndex;
import io.reprise.store.archive.segment.index.SegmentIndex.Block;
import java.util.List;

/**
 * One step of reading an offset range from the archive: adjacent blocks are fetched in one request,
 * or offsets are skipped unread.
 */
sealed interface ReadStep {
  /** Returns the offsets that the step accounts for. */
  OffsetRange range();

  /** Returns how many bytes the step fetches from the object store or a cache. */
  int bytes();

  /**
   * A step that fetches adjacent blocks.
   *
   * @param blocks at least one, in order
   */
  record Fetch(BlockRange source, SegmentIndex index, List<Block> blocks) implements ReadStep {
    @Override
    public OffsetRange range() {
      return new OffsetRange(
          blocks.get(0).range().from(), blocks.get(blocks.size() - 1).range().to());
    }

    @Override
    public int bytes() {
      return source.length();
    }
  }

  /**
   * A step that skips offsets, because none of their records has a selected key.
   *
   * @param records the skipped offsets that have a record, as ranges
   */
  record Skip(OffsetRange range, List<OffsetRange> records) implements ReadStep {
    @Override
    public int bytes() {
      return 0;
    }
  }
}
