package io.reprise.compactor.fold;

import io.reprise.compactor.state.MissingRegistryException;
import io.reprise.kafka.time.Interruption;
import io.reprise.schemas.registry.RegistryUnreachableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles failures of Kafka Streams' threads: a failed thread is replaced after a back-off, unless
 * the new thread would fail in the same way. The failed threads call this object; thread-safe.
 */
final class StreamThreadFailures implements StreamsUncaughtExceptionHandler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamThreadFailures.class);
  private static final long FIRST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 30_000;
  private static final long QUIET_NANOS = Duration.ofMinutes(2).toNanos();

  private final FoldContext context;
  private final CountDownLatch closed = new CountDownLatch(1);
  private long backOffMillis = FIRST_MILLIS;
  private long lastNanos = System.nanoTime();

  StreamThreadFailures(FoldContext context) {
    this.context = context;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable fault) {
    var topics = context.topics().compaction().topics();
    var reason = stopReason(fault);
    if (reason.isPresent()) {
      context.fault().setLasting(reason.get());
      LOG.error(
          "compaction of a topic has stopped, the compactor does not retry it topic={} reducer={}"
              + " cause={}",
          topics.source(),
          topics.reducer(),
          reason.get());
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    long backOffMillis = nextBackOff();
    context.fault().setPassing(sentence(fault));
    LOG.warn(
        "compaction of a topic failed, its Kafka Streams thread is replaced after the back-off"
            + " topic={} reducer={} backOffMs={} cause={}",
        topics.source(),
        topics.reducer(),
        backOffMillis,
        sentence(fault),
        isExpected(fault) ? null : fault);
    await(backOffMillis);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private Optional<String> stopReason(Throwable fault) {
    for (var cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof MissingRegistryException) {
        return Optional.ofNullable(cause.getMessage());
      }
      if (cause instanceof MissingSourceTopicException) {
        return Optional.of(
            "topic %s no longer exists: create it, or take it out of the configuration"
                .formatted(context.topics().compaction().topics().source()));
      }
      if (cause instanceof Error) {
        return Optional.of(cause + "; see the log, then restart the process");
      }
    }
    return Optional.empty();
  }

  private static boolean isExpected(Throwable fault) {
    for (var cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof RegistryUnreachableException || cause instanceof RetriableException) {
        return true;
      }
    }
    return false;
  }

  /** Returns the message of the innermost cause, which is the most precise one. */
  private static String sentence(Throwable fault) {
    var cause = fault;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    var message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  private synchronized long nextBackOff() {
    long now = System.nanoTime();
    backOffMillis =
        now - lastNanos > QUIET_NANOS ? FIRST_MILLIS : Math.min(LONGEST_MILLIS, 2 * backOffMillis);
    lastNanos = now;
    return backOffMillis;
  }

  private void await(long millis) {
    Interruption.runs(() -> closed.await(millis, TimeUnit.MILLISECONDS));
  }

  /** Ends all back-offs, so that the stream threads that wait in a back-off can stop. */
  @Override
  public void close() {
    closed.countDown();
  }
}
