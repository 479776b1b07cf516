package io.reprise.compactor.fold;

import io.reprise.compactor.state.MissingRegistryException;
import io.reprise.kafka.time.Interruption;
import io.reprise.schemas.registry.RegistryUnreachableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a thread that failed: another takes its place after a pause, unless going on
 * would leave events out. Called by the failed threads; thread-safe.
 */
final class StreamThreadFailures implements StreamsUncaughtExceptionHandler, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StreamThreadFailures.class);
  private static final long FIRST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 30_000;
  private static final long QUIET_NANOS = Duration.ofMinutes(2).toNanos();

  private final FoldContext context;
  private final CountDownLatch closed = new CountDownLatch(1);
  private long pauseMillis = FIRST_MILLIS;
  private long lastNanos = System.nanoTime();

  StreamThreadFailures(FoldContext context) {
    this.context = context;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable fault) {
    var topics = context.topics().compaction().topics();
    var stop = whyStop(fault);
    if (stop.isPresent()) {
      context.fault().stays(stop.get());
      log.error(
          "compaction stopped topic={} reducer={} cause={}",
          topics.source(),
          topics.reducer(),
          stop.get());
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    long pause = nextPause();
    context.fault().passes(sentence(fault));
    log.warn(
        "compaction interrupted topic={} reducer={} pauseMillis={} cause={}",
        topics.source(),
        topics.reducer(),
        pause,
        sentence(fault),
        isExpected(fault) ? null : fault);
    pause(pause);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private Optional<String> whyStop(Throwable fault) {
    for (var cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof CompactionStoppedException
          || cause instanceof MissingRegistryException) {
        return Optional.ofNullable(cause.getMessage());
      }
      if (cause instanceof OffsetOutOfRangeException lost) {
        var first = lost.offsetOutOfRangePartitions().entrySet().iterator().next();
        return Optional.of(sentence(first.getKey(), first.getValue()));
      }
      if (cause instanceof MissingSourceTopicException) {
        return Optional.of(
            "topic %s no longer exists: create it, or take it out of the configuration"
                .formatted(context.topics().compaction().topics().source()));
      }
      if (cause instanceof Error) {
        return Optional.of(cause + ": see the log, then start the process again");
      }
    }
    return Optional.empty();
  }

  private String sentence(TopicPartition partition, long position) {
    return String.valueOf(context.continuity().outOfRange(partition, position).getMessage());
  }

  private static boolean isExpected(Throwable fault) {
    for (var cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof RegistryUnreachableException || cause instanceof RetriableException) {
        return true;
      }
    }
    return false;
  }

  /** The innermost cause says most. */
  private static String sentence(Throwable fault) {
    var cause = fault;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    var message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  private synchronized long nextPause() {
    long now = System.nanoTime();
    pauseMillis =
        now - lastNanos > QUIET_NANOS ? FIRST_MILLIS : Math.min(LONGEST_MILLIS, 2 * pauseMillis);
    lastNanos = now;
    return pauseMillis;
  }

  private void pause(long millis) {
    Interruption.runs(() -> closed.await(millis, TimeUnit.MILLISECONDS));
  }

  /** Ends all pauses. */
  @Override
  public void close() {
    closed.countDown();
  }
}
