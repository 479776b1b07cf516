package io.reprise.store.tier;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveChangedException;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.object.store.ObjectMissingException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads an offset range of which Kafka holds a part and the archive another part.
 *
 * <p>An offset that Kafka has is read from Kafka, without a request to the archive: reads of the
 * hot window must not depend on the object store. If Kafka no longer has an offset, the reader asks
 * for the archive's state, and reads from the archive up to the start of Kafka's log. If the
 * archive does not have the offset either, the read fails at exactly this offset.
 *
 * <p>The archive's state is read in another thread. If the store does not answer, {@link #read}
 * therefore still returns within its wait, and the caller can do other work or stop.
 *
 * <p>Confined to one thread.
 */
final class TieredLogReader implements LogReader {
  private final ColdTier cold;
  private final Function<OffsetRange, LogReader> hot;
  private final OffsetRange range;
  private final KeySelection keys;
  private final Executor questions;
  private long position;
  private @Nullable LogReader current;
  private @Nullable PartitionArchive opened;
  private @Nullable Question<?> question;
  private long currentEnd;

  /**
   * @param questions runs each request for the archive's state in a thread of its own
   */
  TieredLogReader(
      ColdTier cold,
      Function<OffsetRange, LogReader> hot,
      OffsetRange range,
      KeySelection keys,
      Executor questions) {
    this.cold = cold;
    this.hot = hot;
    this.range = range;
    this.keys = keys;
    this.questions = questions;
    this.position = range.from();
  }

  /**
   * A request for the archive's state. It runs in another thread; {@code next} receives its answer
   * in the reader's thread.
   */
  private record Question<T>(FutureTask<T> answer, Consumer<T> next) {

    /**
     * Waits for the answer, passes it to {@code next} and returns true. Returns false if no answer
     * has arrived within {@code wait}.
     */
    boolean isAnswered(Duration wait) {
      try {
        var found = Interruption.get(() -> await(wait));
        found.ifPresent(next);
        return found.isPresent();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
      }
    }

    private Optional<T> await(Duration wait) throws InterruptedException, ExecutionException {
      try {
        return Optional.of(answer.get(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        return Optional.empty();
      }
    }
  }

  @Override
  public LogBatch read(Duration wait) {
    var deadline = Deadline.after(wait);
    do {
      var batch = step(deadline.left());
      if (batch != null) {
        return batch;
      }
    } while (!deadline.isPassed());
    return LogBatch.nothingAt(position);
  }

  /**
   * Reads a batch from Kafka or from the archive. Returns null if this call has read nothing, but
   * the next call may read from another tier or another state of the archive; the caller then calls
   * again at once.
   */
  private @Nullable LogBatch step(Duration wait) {
    if (position == range.to()) {
      return LogBatch.nothingAt(position);
    }
    if (question != null) {
      return continueWithAnswer(question, wait) ? null : LogBatch.nothingAt(position);
    }
    try {
      return readCurrent(wait);
    } catch (OffsetNotInLogException e) {
      leave();
      long missing = position;
      ask(() -> archiveWith(missing), archive -> enterArchive(e, archive));
    } catch (CorruptArchiveException | ObjectMissingException e) {
      findReplacement(e);
    } catch (ArchiveChangedException e) {
      long end = currentEnd;
      leave();
      ask(cold::reloaded, archive -> enter(archive, end));
    }
    return null;
  }

  private boolean continueWithAnswer(Question<?> asked, Duration wait) {
    try {
      return asked.isAnswered(wait);
    } finally {
      if (asked.answer.isDone()) {
        question = null;
      }
    }
  }

  private LogBatch readCurrent(Duration wait) {
    var reader = current == null ? enterHot() : current;
    var batch = reader.read(wait);
    position = batch.position();
    if (position == currentEnd) {
      leave();
    }
    return batch;
  }

  private <T> void ask(Supplier<T> request, Consumer<T> next) {
    var answer = new FutureTask<T>(request::get);
    question = new Question<>(answer, next);
    questions.execute(answer);
  }

  private LogReader enterHot() {
    currentEnd = range.to();
    opened = null;
    current = hot.apply(new OffsetRange(position, range.to()));
    return current;
  }

  private void enter(PartitionArchive archive, long end) {
    currentEnd = Math.min(Math.min(end, archive.covered().to()), range.to());
    opened = archive;
    current = cold.read(archive, new OffsetRange(position, currentEnd), keys);
  }

  /**
   * Returns a state of the archive for reading {@code offset}: the cached state if it contains the
   * offset, otherwise the newest state. Also reads the manifests that lead to the offset's segment
   * into the cache, so that the reader's thread need not wait for them. Runs in another thread than
   * the reader's.
   */
  private PartitionArchive archiveWith(long offset) {
    var recent = cold.recent();
    var archive = recent.covered().contains(offset) ? recent : cold.now();
    try {
      archive.segmentAt(offset);
      return archive;
    } catch (ArchiveChangedException e) {
      return cold.reloaded();
    }
  }

  /**
   * Continues to read in the archive, because Kafka has deleted the offset at the reader's position
   * by a trim or by retention.
   */
  private void enterArchive(OffsetNotInLogException missing, PartitionArchive archive) {
    long logStart = missing.log().from();
    if (position >= logStart || !archive.covered().contains(position)) {
      throw inNeither(missing, archive);
    }
    enter(archive, logStart);
  }

  /**
   * Returns the error for an offset that neither Kafka nor the archive has. The error contains the
   * range of offsets that exist. If the missing offset is below the archive's first offset, this is
   * the range from the archive's first offset to the end of Kafka's log. Otherwise it is the range
   * of Kafka's log.
   */
  private OffsetNotInLogException inNeither(
      OffsetNotInLogException missing, PartitionArchive archive) {
    long archived = archive.covered().from();
    boolean below = position < archived && archived < missing.log().from();
    return below
        ? new OffsetNotInLogException(
            archive.id().topic(),
            archive.id().partition(),
            position,
            new OffsetRange(archived, missing.log().to()))
        : missing;
  }

  /**
   * The archive's newest state, and a comparison with the state that the reader has used so far.
   * {@code isOther} is true if the two states have different segments in the part of the range that
   * is still to be read.
   */
  private record Replacement(PartitionArchive now, boolean isOther) {}

  /**
   * Handles an error of a read from the archive. A possible cause is that a merge replaced a
   * segment during the read, and the segment's objects were removed. If the archive's newest state
   * has other segments in the rest of the range, the reader continues with the newest state.
   * Otherwise the error {@code fault} is thrown.
   */
  private void findReplacement(RuntimeException fault) {
    var before = opened;
    leave();
    if (before == null) {
      throw fault;
    }
    long end = currentEnd;
    var rest = new OffsetRange(position, end);
    ask(
        () -> {
          var now = cold.now();
          return new Replacement(now, !before.hasSameSegments(now, rest));
        },
        found -> {
          if (!found.isOther) {
            throw fault;
          }
          enter(found.now, end);
        });
  }

  private void leave() {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void skipTo(long offset) {
    if (offset < position || offset > range.to()) {
      throw new IllegalArgumentException(
          "cannot skip to " + offset + " from " + position + " inside " + range);
    }
    forgetQuestion();
    leave();
    position = offset;
  }

  private void forgetQuestion() {
    if (question != null) {
      question.answer.cancel(true);
      question = null;
    }
  }

  @Override
  public void close() {
    forgetQuestion();
    leave();
  }
}
