package io.reprise.trials.soak;

import io.reprise.cli.client.IngestClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.publish.ExampleEvents;
import io.reprise.kafka.time.Interruption;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes events to the ingest service at a steady rate, on a thread of its own. A batch that was
 * not acknowledged, for example because the service is being restarted, is sent again with the same
 * ids until it is. After a delay, batches follow each other until the rate is reached again.
 *
 * <p>The opener closes it. {@link #acknowledged()} may be called on any thread.
 */
final class SteadyPublisher implements AutoCloseable {
  private static final int BATCH = 200;
  private static final int USERS = 2_000;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(12);

  /** How long a batch may lack an acknowledgement before that counts as a failure. */
  private static final Duration ACKNOWLEDGEMENT_LIMIT = Duration.ofMinutes(10);

  private final IngestClient ingest;
  private final String topic;
  private final int perSecond;
  private final SoakFailures failures;
  private final ExampleEvents events = new ExampleEvents("/reprise/soak", USERS);
  private final Thread thread = new Thread(this::publishAll, "soak-publisher");
  private volatile int acknowledged;
  private volatile boolean stopped;

  SteadyPublisher(URI ingest, String topic, int perSecond, SoakFailures failures) {
    this.ingest = new IngestClient(ingest);
    this.topic = topic;
    this.perSecond = perSecond;
    this.failures = failures;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void publishAll() {
    long begun = System.nanoTime();
    try {
      for (int next = 0; !stopped; next += BATCH) {
        publish(next);
        acknowledged = next + BATCH;
        long due = begun + (long) (acknowledged * 1e9 / perSecond);
        LockSupport.parkNanos(due - System.nanoTime());
      }
    } catch (RuntimeException e) {
      failures.add("publishing ended at event " + acknowledged + ": " + e.getMessage());
    }
  }

  /** Sends a batch until it is acknowledged. A delay is a failure after each 10 minutes. */
  private void publish(int from) {
    long begun = System.nanoTime();
    while (true) {
      try {
        requireStored(from);
        return;
      } catch (CommandFailure e) {
        if (e.exitCode() == ExitCode.REFUSED || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        if (System.nanoTime() - begun > ACKNOWLEDGEMENT_LIMIT.toNanos()) {
          begun = System.nanoTime();
          failures.add(
              "events from %d on are not acknowledged after %d s: %s"
                  .formatted(from, ACKNOWLEDGEMENT_LIMIT.toSeconds(), e.getMessage()));
        }
        Interruption.sleep(PAUSE);
      }
    }
  }

  private void requireStored(int from) {
    for (var answer : ingest.publish(topic, events.batch(from, from + BATCH))) {
      var status = answer.path("status").asText();
      if (!status.equals("stored")) {
        throw new CommandFailure(
            status.equals("unknown") ? ExitCode.OUTCOME_UNKNOWN : ExitCode.FAILED,
            "an event was not stored but " + status + ": " + answer.at("/problem/detail").asText());
      }
    }
  }

  /** Returns how many different events are acknowledged as stored so far. */
  long acknowledged() {
    return acknowledged;
  }

  boolean isRunning() {
    return thread.isAlive();
  }

  /** Stops after the batch in hand. A batch that is still not acknowledged is a failure. */
  void stop() throws InterruptedException {
    stopped = true;
    TimeUnit.NANOSECONDS.timedJoin(thread, STOP_LIMIT.toNanos());
    failures.check(!thread.isAlive(), "the last batch of events is not acknowledged");
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }
}
