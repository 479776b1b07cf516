package io.reprise.store.archive.read;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.segment.index.SegmentIndex;
import io.reprise.store.archive.segment.index.SegmentIndex.Block;
import java.util.List;

/**
 * One step in reading an archived offset range. A step either fetches adjacent blocks in one
 * request, or skips offsets whose blocks need not be read.
 */
sealed interface ReadStep {
  /**
   * Returns the offset range that this step covers. After the step, the reader's position is the
   * end of this range.
   */
  OffsetRange range();

  /** Returns how many bytes the step fetches from the object store or a cache. */
  int bytes();

  /**
   * A step that fetches adjacent blocks.
   *
   * @param source the byte range of the blocks
   * @param index the index of the blocks' segment
   * @param blocks the blocks, at least one, in offset order
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
   * A step that skips offsets, because none of the records there has a selected key.
   *
   * @param range the skipped offsets, including holes
   * @param records the skipped offsets that have a record, as ranges
   */
  record Skip(OffsetRange range, List<OffsetRange> records) implements ReadStep {
    @Override
    public int bytes() {
      return 0;
    }
  }
}
