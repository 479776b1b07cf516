package io.reprise.store.archive.log;

import io.reprise.store.archive.log.CommitLog.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends as fast as it can, claims again each time it is fenced, and records its appended entries.
 */
final class RacingWriter {
  private static final int SEGMENT = 10;

  private final CommitLog log;
  private final String name;
  private final List<Long> won = new ArrayList<>();
  private int claims;

  RacingWriter(CommitLog log, String name) {
    this.log = log;
    this.name = name;
  }

  /** Adds {@code segments} in spite of other writers. */
  void archive(int segments) {
    var archive = log.load();
    long epoch = 0;
    for (int added = 0; added < segments; ) {
      if (archive.epoch() != epoch || epoch == 0) {
        var outcome = append(archive, archive.epoch() + 1, new ArchiveOp.Claim(name));
        if (outcome instanceof Outcome.Appended) {
          claims++;
          epoch = outcome.now().epoch();
        }
        archive = outcome.now();
      } else {
        long end = archive.covered().to();
        var outcome =
            append(archive, epoch, new ArchiveOp.Add(SampleSegmentFacts.of(end, end + SEGMENT)));
        added += outcome instanceof Outcome.Appended ? 1 : 0;
        archive = outcome.now();
      }
    }
  }

  /** Sets {@code holds} under the epoch in force. */
  void hold(int holds) {
    var archive = log.load();
    for (int set = 0; set < holds; ) {
      var outcome =
          append(archive, archive.epoch(), new ArchiveOp.Hold(name + set, 0, "a race", name));
      set += outcome instanceof Outcome.Appended ? 1 : 0;
      archive = outcome.now();
    }
  }

  private Outcome append(PartitionArchive archive, long epoch, ArchiveOp op) {
    var outcome = log.append(archive, epoch, op);
    if (outcome instanceof Outcome.Appended appended) {
      won.add(appended.now().headSeq());
    }
    return outcome;
  }

  List<Long> won() {
    return won;
  }

  int claims() {
    return claims;
  }
}
