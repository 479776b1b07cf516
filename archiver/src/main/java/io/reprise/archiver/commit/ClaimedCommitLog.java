package io.reprise.archiver.commit;

import io.reprise.archiver.observe.ArchiveStep;
import io.reprise.archiver.observe.ArchiveStepObserver;
import io.reprise.store.archive.log.ArchiveOp;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.log.PartitionArchive;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The commit log of one partition, written under this instance's claim. After an error the next
 * call first reads the log again, because an append that the store did not acknowledge may have
 * succeeded.
 *
 * <p>Threading: one caller at a time. Errors of the store and of Kafka are thrown as they are.
 * After such an error each method may be called again.
 */
public final class ClaimedCommitLog {
  private final CommitLog log;
  private final ArchiveAnchors anchors;
  private final String writer;
  private final ArchiveStepObserver observer;
  private PartitionArchive archive;
  private long epoch;
  private long anchored = -1;

  ClaimedCommitLog(
      CommitLog log, ArchiveAnchors anchors, String writer, ArchiveStepObserver observer) {
    this.log = log;
    this.anchors = anchors;
    this.writer = writer;
    this.observer = observer;
    this.archive = PartitionArchive.empty(log.id());
  }

  /** Returns the state of the archive after the last read or append. */
  public PartitionArchive archive() {
    return archive;
  }

  /** Returns the epoch of this writer's claim; 0 before {@link #claim()}. */
  public long epoch() {
    return epoch;
  }

  /**
   * Claims the partition, which fences its previous writer. If this writer has already claimed it,
   * verifies that the claim is still in force.
   *
   * @throws FencedException when another writer has claimed the partition after this one
   */
  public void claim() {
    if (epoch > 0) {
      refresh();
      // An earlier call may have stored an entry and then failed to store the entry's anchor. The
      // anchor is stored now.
      anchorHead();
      return;
    }
    observer.before(ArchiveStep.CLAIM);
    archive = log.load();
    while (true) {
      var outcome = log.append(archive, archive.epoch() + 1, new ArchiveOp.Claim(writer));
      archive = outcome.now();
      if (outcome instanceof CommitLog.Outcome.Appended) {
        epoch = archive.epoch();
        observer.after(ArchiveStep.CLAIM);
        anchor();
        return;
      }
    }
  }

  /**
   * Appends the entry that {@code decide} returns for the newest state of the archive. If another
   * writer has appended an entry first, {@code decide} is called again with the state that includes
   * that entry.
   *
   * @param decide returns the change to append; null when no entry is needed any more
   * @return true if an entry was appended
   * @throws FencedException when another writer has claimed the partition
   */
  public boolean append(ArchiveStep step, Function<PartitionArchive, @Nullable ArchiveOp> decide) {
    observer.before(step);
    refresh();
    while (true) {
      var op = decide.apply(archive);
      if (op == null) {
        return false;
      }
      var outcome = log.append(archive, epoch, op);
      archive = outcome.now();
      if (outcome instanceof CommitLog.Outcome.Appended) {
        observer.after(step);
        anchor();
        return true;
      }
      requireClaim();
    }
  }

  /**
   * Reads the entries that other writers have appended, and the entries that this writer has
   * appended without an acknowledgement of the store.
   */
  private void refresh() {
    archive = log.refresh(archive);
    requireClaim();
  }

  private void requireClaim() {
    if (archive.epoch() != epoch) {
      throw new FencedException(
          "%s was claimed by '%s' with epoch %d, this writer's epoch is %d"
              .formatted(log.id(), archive.writer(), archive.epoch(), epoch));
    }
  }

  /**
   * Stores the anchor of the log's newest entry if it is not stored yet, because an earlier call
   * failed after it had appended the entry.
   */
  public void anchorHead() {
    if (anchored < archive.headSeq()) {
      anchor();
    }
  }

  private void anchor() {
    observer.before(ArchiveStep.ANCHOR);
    anchors.put(archive);
    anchored = archive.headSeq();
    observer.after(ArchiveStep.ANCHOR);
  }

  /** Runs a step that writes no commit entry, and reports the step to the observer. */
  public <T> T run(ArchiveStep step, Supplier<T> effect) {
    observer.before(step);
    var result = effect.get();
    observer.after(step);
    return result;
  }
}
