package io.reprise.store.archive.read;

import io.reprise.store.KeySelection;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.segment.index.SegmentIndex;
import io.reprise.store.archive.segment.index.SegmentIndex.Block;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Divides the read of a segment into steps. If all keys are read, the steps do not depend on the
 * offset from which a reader starts. Several readers can therefore share cached blocks.
 */
final class SegmentReadPlan {
  private final String object;
  private final SegmentIndex index;
  private final long fetchBytes;
  private final List<ReadStep> steps = new ArrayList<>();
  private final List<Block> read = new ArrayList<>();
  private final List<Block> passed = new ArrayList<>();
  private long readBytes;

  private SegmentReadPlan(String object, SegmentIndex index, long fetchBytes) {
    this.object = object;
    this.index = index;
    this.fetchBytes = fetchBytes;
  }

  /**
   * Returns all steps in which a segment is read, in order. Each offset of the segment is in
   * exactly one step.
   *
   * @param fetchBytes the largest number of bytes that one request fetches. Only a request for a
   *     single, larger block may exceed it
   */
  static List<ReadStep> of(String object, SegmentIndex index, KeySelection keys, long fetchBytes) {
    if (index.blockCount() == 0) {
      return List.of(new ReadStep.Skip(index.range(), List.of()));
    }
    var cut = new SegmentReadPlan(object, index, fetchBytes);
    var wanted = wanted(index, keys);
    for (int i = 0; i < index.blockCount(); i++) {
      if (wanted.get(i)) {
        cut.read(index.block(i));
      } else {
        cut.pass(index.block(i));
      }
    }
    cut.endRead();
    cut.endPass();
    return cut.steps;
  }

  private static BitSet wanted(SegmentIndex index, KeySelection keys) {
    var wanted = new BitSet(index.blockCount());
    if (keys.isAll()) {
      wanted.set(0, index.blockCount());
    }
    for (var key : keys.keys()) {
      for (int block : index.blocksOf(key)) {
        wanted.set(block);
      }
    }
    return wanted;
  }

  private void read(Block block) {
    endPass();
    if (!read.isEmpty() && readBytes + block.length() > fetchBytes) {
      endRead();
    }
    read.add(block);
    readBytes += block.length();
  }

  private void pass(Block block) {
    endRead();
    passed.add(block);
  }

  private void endRead() {
    if (!read.isEmpty()) {
      var source = new BlockRange(object, read.get(0).position(), (int) readBytes);
      steps.add(new ReadStep.Fetch(source, index, List.copyOf(read)));
      read.clear();
      readBytes = 0;
    }
  }

  private void endPass() {
    if (!passed.isEmpty()) {
      var range =
          new OffsetRange(passed.get(0).range().from(), passed.get(passed.size() - 1).range().to());
      steps.add(new ReadStep.Skip(range, records(range)));
      passed.clear();
    }
  }

  /** Returns the offsets in {@code range} at which a skipped block has a record, as ranges. */
  private List<OffsetRange> records(OffsetRange range) {
    var records = new ArrayList<OffsetRange>();
    long at = range.from();
    for (var block : passed) {
      for (var hole : index.holes(block)) {
        if (hole.from() > at) {
          records.add(new OffsetRange(at, hole.from()));
        }
        at = hole.to();
      }
    }
    if (at < range.to()) {
      records.add(new OffsetRange(at, range.to()));
    }
    return records;
  }
}
