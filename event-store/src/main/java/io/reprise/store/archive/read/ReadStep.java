package io.reprise.store.archive.read;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.segment.index.SegmentIndex;
import io.reprise.store.archive.segment.index.SegmentIndex.Block;
import java.util.List;

/** A stretch of a segment: blocks to read in one fetch, or offsets to pass over unread. */
sealed interface ReadStep {
  /** The offsets it accounts for. */
  OffsetRange range();

  /** How many bytes are fetched for it. */
  int bytes();

  /**
   * Blocks that adjoin each other.
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
   * Offsets that hold nothing wanted.
   *
   * @param records those of them that have a record
   */
  record Skip(OffsetRange range, List<OffsetRange> records) implements ReadStep {
    @Override
    public int bytes() {
      return 0;
    }
  }
}
