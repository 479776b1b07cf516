package io.reprise.store.archive.read;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.segment.index.SegmentIndex;
import io.reprise.store.archive.segment.index.SegmentIndex.Block;
import java.util.List;

/** One step of a read: adjacent blocks to fetch in one request, or offsets to skip unread. */
sealed interface ReadStep {
  /** Returns the offsets that the step accounts for. */
  OffsetRange range();

  /** Returns how many bytes the step fetches. */
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
   * A step that skips offsets without a selected record.
   *
   * @param records the ranges of these offsets that have records
   */
  record Skip(OffsetRange range, List<OffsetRange> records) implements ReadStep {
    @Override
    public int bytes() {
      return 0;
    }
  }
}
