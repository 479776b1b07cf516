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
 * The commit log as its claimed writer uses it. After any error it reads the log before it decides
 * again. Confined to its partition's worker.
 */
public final class ClaimedCommitLog {
  private final CommitLog log;
  private final ArchiveAnchors anchors;
  private final String writer;
  private final ArchiveStepObserver observer;
  private PartitionArchive archive;
  private long epoch;
  private long anchored = -1;

  public ClaimedCommitLog(
      CommitLog log, ArchiveAnchors anchors, String writer, ArchiveStepObserver observer) {
    this.log = log;
    this.anchors = anchors;
    this.writer = writer;
    this.observer = observer;
    this.archive = PartitionArchive.empty(log.id());
  }

  /** The archive as this writer knows it. */
  public PartitionArchive archive() {
    return archive;
  }

  public long epoch() {
    return epoch;
  }

  /**
   * Goes on under the claim that this writer has, or takes the partition over from whoever had it.
   *
   * @throws FencedException when another has taken it over from this one
   */
  public void claim() {
    if (epoch > 0) {
      refresh();
      settle(); // The fault may have come between an entry and its anchor.
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
   * Appends what {@code decide} makes of the newest archive; decides anew when others were faster.
   *
   * @param decide null when there is nothing to do any more
   * @return whether it was appended
   * @throws FencedException when the partition is claimed by another
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

  /** Reads what others have appended, and what this writer has but was not told. */
  private void refresh() {
    archive = log.refresh(archive);
    requireClaim();
  }

  private void requireClaim() {
    if (archive.epoch() != epoch) {
      throw new FencedException(
          "%s was claimed by '%s' with epoch %d, ours is %d"
              .formatted(log.id(), archive.writer(), archive.epoch(), epoch));
    }
  }

  /** Anchors the newest entry unless it is. */
  public void settle() {
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

  /** Runs a step whose effect is not in the log. */
  public <T> T step(ArchiveStep step, Supplier<T> effect) {
    observer.before(step);
    var result = effect.get();
    observer.after(step);
    return result;
  }
}
