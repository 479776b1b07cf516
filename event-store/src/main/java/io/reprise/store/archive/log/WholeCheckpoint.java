package io.reprise.store.archive.log;

import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.List;

/**
 * A checkpoint in the format of version 0.1 of this software, which contains every segment of the
 * archive. Such checkpoints are still read and proved, but no longer written.
 *
 * @param v format version, 1
 * @param archive the state of the archive
 */
record WholeCheckpoint(int v, State archive) {
  static final int VERSION = 1;

  /** The state of an archive with all its segments, in offset order. */
  record State(
      PartitionId id,
      long headSeq,
      String headSha256,
      long epoch,
      String writer,
      List<SegmentFacts> segments,
      List<HoldInForce> holds,
      long trimIntent,
      long trimDone) {}

  static WholeCheckpoint of(PartitionArchive archive) {
    return new WholeCheckpoint(
        VERSION,
        new State(
            archive.id(),
            archive.headSeq(),
            archive.headSha256(),
            archive.epoch(),
            archive.writer() == null ? "" : archive.writer(),
            archive.segments().toList(),
            archive.holds(),
            archive.trimIntent(),
            archive.trimDone()));
  }
}
