package io.reprise.archiver.commit;

import io.reprise.archiver.observe.ArchiveStepObserver;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.object.store.ObjectStore;
import java.time.Clock;

/**
 * Opens commit logs for this instance to write. Thread-safe. Does not close the store and the
 * anchors.
 */
public final class CommitLogWriters {
  private final String writer;
  private final ObjectStore store;
  private final ArchiveAnchors anchors;
  private final Clock clock;
  private final ArchiveStepObserver observer;

  /**
   * Creates the writers of one archiver instance.
   *
   * @param writer this instance's name, recorded in every claim
   */
  public CommitLogWriters(
      String writer,
      ObjectStore store,
      ArchiveAnchors anchors,
      Clock clock,
      ArchiveStepObserver observer) {
    this.writer = writer;
    this.store = store;
    this.anchors = anchors;
    this.clock = clock;
    this.observer = observer;
  }

  /** Returns the commit log of one partition. The log is not read or claimed yet. */
  public ClaimedCommitLog open(PartitionId id) {
    return new ClaimedCommitLog(new CommitLog(store, id, clock), anchors, writer, observer);
  }
}
