package io.reprise.archiver.work;

import io.reprise.archiver.commit.FencedException;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.archiver.work.ArchivingState.Phase;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.store.ObjectStoreException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one partition going for as long as this instance owns it: again from the log after every
 * fault that time may heal, a sentence in the status for one that it does not.
 *
 * <p>Thread-safe. After {@link #close()} the piece of work under way ends, and none follows.
 */
public final class OwnedPartition implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OwnedPartition.class);
  private static final Duration IDLE = Duration.ofMillis(300);
  private static final Duration FENCED = Duration.ofSeconds(3);
  private static final long FIRST_BACKOFF_MILLIS = 500;
  private static final int MOST_DOUBLINGS = 6;

  private final WorkContext context;
  private final TopicPartition partition;
  private final TopicConfig config;
  private final ScheduledExecutorService threads;
  private @Nullable PartitionArchiver archiver;
  private volatile ArchivingState state = ArchivingState.of(Phase.STARTING);
  private volatile OptionalLong archivedTo = OptionalLong.empty();
  private volatile boolean closed;
  private int faults;

  public OwnedPartition(
      WorkContext context,
      TopicPartition partition,
      TopicConfig config,
      ScheduledExecutorService threads) {
    this.context = context;
    this.partition = partition;
    this.config = config;
    this.threads = threads;
  }

  public void start() {
    schedule(Duration.ZERO);
  }

  public ArchivingState state() {
    return state;
  }

  /** The first offset that is not archived yet; empty until that is known. */
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

  /** One piece of work at a time: the next is scheduled when it has ended. */
  private synchronized void run() {
    if (closed) {
      drop();
      return;
    }
    try {
      var worked = archiver().work();
      faults = 0;
      archivedTo = archiver().archivedTo();
      state = after(worked, archiver().heldUp());
      schedule(worked == PartitionArchiver.Worked.MORE ? Duration.ZERO : IDLE);
    } catch (RuntimeException e) {
      next(e);
    }
  }

  private PartitionArchiver archiver() {
    if (archiver == null) {
      var topicId = context.topics().idOf(partition.topic());
      var id = new PartitionId(partition.topic(), topicId, partition.partition());
      archiver = new PartitionArchiver(context, id, config);
    }
    return archiver;
  }

  private ArchivingState after(PartitionArchiver.Worked worked, String heldUp) {
    return switch (worked) {
      case MORE -> new ArchivingState(Phase.ARCHIVING, heldUp);
      case NOTHING -> new ArchivingState(Phase.CAUGHT_UP, heldUp);
      case NO_ROOM -> new ArchivingState(Phase.PAUSED, context.spool().fullness());
    };
  }

  private void next(RuntimeException fault) {
    if (fault instanceof FencedException) {
      drop();
      say(Phase.FENCED, fault);
      schedule(FENCED);
    } else if (isForGood(fault)) {
      drop();
      say(Phase.STOPPED, fault);
    } else {
      if (fault instanceof UnverifiedSegmentException) {
        drop(); // Under a new epoch the same records make objects of other names.
      } else if (archiver != null) {
        archiver.restart();
      }
      say(Phase.BACKING_OFF, fault);
      context.meters().backedOff();
      schedule(Duration.ofMillis(FIRST_BACKOFF_MILLIS << Math.min(faults++, MOST_DOUBLINGS)));
    }
  }

  private static boolean isForGood(RuntimeException fault) {
    if (fault instanceof ObjectStoreException store) {
      return !store.retriable();
    }
    return !(fault instanceof KafkaException
        || fault instanceof UncheckedIOException
        || fault instanceof UnverifiedSegmentException
        || fault instanceof OffsetNotInLogException);
  }

  private void say(Phase phase, RuntimeException fault) {
    state = new ArchivingState(phase, sentence(fault));
    if (phase == Phase.STOPPED && !isExplained(fault)) {
      log.error(
          "archiving stopped topic={} partition={}",
          partition.topic(),
          partition.partition(),
          fault);
    } else {
      log.warn(
          "archiving {} topic={} partition={} cause={}",
          phase,
          partition.topic(),
          partition.partition(),
          sentence(fault));
    }
  }

  private static boolean isExplained(RuntimeException fault) {
    return fault instanceof ArchivingStoppedException
        || fault instanceof CorruptArchiveException
        || fault instanceof TopicNotFoundException
        || fault instanceof ObjectStoreException;
  }

  private static String sentence(RuntimeException fault) {
    return fault instanceof UncheckedIOException io && io.getCause() != null
        ? fault.getMessage() + ": " + io.getCause().getMessage()
        : String.valueOf(fault.getMessage());
  }

  private void drop() {
    if (archiver != null) {
      archiver.close();
      archiver = null;
    }
  }

  /** Returns at once: the claim of whoever comes next is what ends this one's work. */
  @Override
  public void close() {
    closed = true;
    schedule(Duration.ZERO);
  }
}
