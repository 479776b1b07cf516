package io.reprise.archiver.work;

import io.reprise.archiver.commit.FencedException;
import io.reprise.archiver.topic.ArchivingStoppedException;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.archiver.work.ArchivingState.Phase;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.store.ObjectStoreException;
import io.reprise.store.object.store.StoreAccessDeniedException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs the archiver of one partition for as long as this instance owns the partition. An error that
 * a retry may cure leads to a back-off and a restart from the commit log; any other error stops the
 * partition, and its state says why.
 *
 * <p>Thread-safe. After {@link #close()} the current work unit ends and none follows.
 */
public final class OwnedPartition implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedPartition.class);
  private static final Duration IDLE_DELAY = Duration.ofMillis(300);
  private static final Duration FENCED_DELAY = Duration.ofSeconds(3);

  private final PartitionArchivers archivers;
  private final TopicPartition partition;
  private final TopicConfig config;
  private final ScheduledExecutorService threads;
  private @Nullable PartitionArchiver archiver;
  private volatile ArchivingState state = ArchivingState.of(Phase.STARTING);
  private volatile OptionalLong archivedTo = OptionalLong.empty();
  private volatile boolean closed;
  private final BackOff backOff;
  private final BackOff readBackOff;

  /**
   * Creates the archiver of one partition, which does nothing until it is started.
   *
   * @param threads run the work units; shared by all partitions, shut down by the caller
   */
  public OwnedPartition(
      PartitionArchivers archivers,
      TopicPartition partition,
      TopicConfig config,
      ScheduledExecutorService threads) {
    this.archivers = archivers;
    this.partition = partition;
    this.config = config;
    this.threads = threads;
    this.backOff = new BackOff(archivers.clock, () -> ThreadLocalRandom.current().nextLong());
    this.readBackOff = new BackOff(archivers.clock, () -> ThreadLocalRandom.current().nextLong());
  }

  /** Schedules the first work unit. */
  public void start() {
    schedule(Duration.ZERO);
  }

  public ArchivingState state() {
    return state;
  }

  /** Returns the first offset that is not archived yet; empty until it is known. */
  public OptionalLong archivedTo() {
    return archivedTo;
  }

  private void schedule(Duration delay) {
    try {
      threads.schedule(this::run, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      drop();
    }
  }

  /** Runs one work unit and then schedules the next, so that two work units never run at a time. */
  private synchronized void run() {
    if (closed) {
      drop();
      return;
    }
    try {
      var outcome = archiver().work();
      noteProgress(archiver(), outcome);
      schedule(delayAfter(outcome, archiver()));
    } catch (RuntimeException e) {
      handle(e);
    }
  }

  /** Updates the state after a work unit; returns the time until the next one. */
  private Duration delayAfter(PartitionArchiver.Outcome outcome, PartitionArchiver archiver) {
    if (outcome == PartitionArchiver.Outcome.UNREADABLE) {
      return afterFailedRead(archiver.readFailure());
    }
    if (outcome != PartitionArchiver.Outcome.WAITING) {
      readBackOff.succeeded();
      state = stateAfter(outcome, archiver.trimFailure());
    }
    return outcome == PartitionArchiver.Outcome.MORE_TO_DO ? Duration.ZERO : IDLE_DELAY;
  }

  /**
   * Notes that the partition could not be read. Its spooled records and its claim are kept. A
   * broker that does not answer affects many partitions, so only the first failure of a partition
   * is a warning.
   */
  private Duration afterFailedRead(String why) {
    boolean isFirst = readBackOff.attempts() == 0;
    var delay = readBackOff.failed(why);
    state = new ArchivingState(Phase.BACKING_OFF, why, failing());
    archivers.meters.backedOff();
    LOG.atLevel(isFirst ? Level.WARN : Level.DEBUG)
        .log(
            "partition could not be read from Kafka and is read again after a back-off topic={}"
                + " partition={} attempt={} cause={}",
            partition.topic(),
            partition.partition(),
            readBackOff.attempts(),
            why);
    return delay;
  }

  /**
   * Resets the back-off when a segment was committed, or when there is no segment to commit. A work
   * unit that only spools does not use the store, so it does not show that the store works again.
   */
  private void noteProgress(PartitionArchiver archiver, PartitionArchiver.Outcome outcome) {
    var before = archivedTo;
    archivedTo = archiver.archivedTo();
    boolean nothingToCommit = outcome == PartitionArchiver.Outcome.CAUGHT_UP && archiver.isIdle();
    if (nothingToCommit || !archivedTo.equals(before)) {
      backOff.succeeded();
    }
  }

  private PartitionArchiver archiver() {
    if (archiver == null) {
      archiver = archivers.open(partition, config);
    }
    return archiver;
  }

  private ArchivingState stateAfter(PartitionArchiver.Outcome outcome, String trimFailure) {
    var detail = backOff.cause().isEmpty() ? trimFailure : backOff.cause();
    return switch (outcome) {
      case MORE_TO_DO -> new ArchivingState(Phase.ARCHIVING, detail, failing());
      case CAUGHT_UP -> new ArchivingState(Phase.CAUGHT_UP, detail, failing());
      case SPOOL_FULL -> new ArchivingState(Phase.PAUSED, archivers.spool.fullness(), failing());
      case WAITING, UNREADABLE -> state;
    };
  }

  private ArchivingState.@Nullable Failing failing() {
    var failed = backOff.since() == null ? readBackOff : backOff;
    var since = failed.since();
    return since == null ? null : new ArchivingState.Failing(since, failed.attempts());
  }

  private void handle(RuntimeException error) {
    if (error instanceof FencedException) {
      drop();
      report(Phase.FENCED, error);
      schedule(FENCED_DELAY);
    } else if (!isRetriable(error)) {
      drop();
      report(Phase.STOPPED, error);
    } else {
      if (error instanceof UnverifiedSegmentException) {
        // The partition is claimed again, which gives a new epoch. Object names contain the epoch,
        // so no later commit entry can name the objects that failed their verification.
        drop();
      } else if (archiver != null) {
        archiver.restart();
      }
      var delay = backOff.failed(message(error));
      report(Phase.BACKING_OFF, error);
      archivers.meters.backedOff();
      schedule(delay);
    }
  }

  private static boolean isRetriable(RuntimeException error) {
    if (error instanceof ObjectStoreException store) {
      return store.retriable() || store instanceof StoreAccessDeniedException;
    }
    return error instanceof KafkaException
        || error instanceof UncheckedIOException
        || error instanceof UnverifiedSegmentException
        || error instanceof OffsetNotInLogException;
  }

  private void report(Phase phase, RuntimeException error) {
    state = new ArchivingState(phase, message(error), failing());
    if (phase != Phase.STOPPED) {
      LOG.warn(
          "archiver had an error in a partition and tries again after a back-off topic={}"
              + " partition={} phase={} attempt={} cause={}",
          partition.topic(),
          partition.partition(),
          phase,
          backOff.attempts(),
          message(error));
    } else if (isSelfExplanatory(error)) {
      LOG.error(
          "archiving of a partition has stopped, the archiver does not retry it topic={}"
              + " partition={} cause={}",
          partition.topic(),
          partition.partition(),
          message(error));
    } else {
      LOG.error(
          "archiving of a partition has stopped, the archiver does not retry it topic={}"
              + " partition={}",
          partition.topic(),
          partition.partition(),
          error);
    }
  }

  /**
   * Returns whether the error's message alone, without a stack trace, tells an operator what to do.
   */
  private static boolean isSelfExplanatory(RuntimeException error) {
    return error instanceof ArchivingStoppedException
        || error instanceof CorruptArchiveException
        || error instanceof TopicNotFoundException
        || error instanceof ObjectStoreException;
  }

  private static String message(RuntimeException error) {
    return error instanceof UncheckedIOException io && io.getCause() != null
        ? error.getMessage() + ": " + io.getCause().getMessage()
        : String.valueOf(error.getMessage());
  }

  private void drop() {
    if (archiver != null) {
      archiver.close();
      archiver = null;
    }
  }

  /**
   * Returns at once, even while a work unit runs. This is safe, because the work unit can no longer
   * commit once the next owner has claimed the partition.
   */
  @Override
  public void close() {
    closed = true;
    schedule(Duration.ZERO);
  }
}
