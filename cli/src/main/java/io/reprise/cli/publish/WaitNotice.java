package io.reprise.cli.publish;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says once a second that a command waits for the ingest service, and for how long. After five
 * seconds it says what the service's health check tells. Thread-safe; the caller closes this
 * object.
 */
final class WaitNotice implements AutoCloseable {
  private static final int NOT_WAITING = -1;
  private static final int FIRST_NOTICE = 2;
  private static final int HEALTH_NOTICE = 5;

  private final Consumer<String> say;
  private final Supplier<String> health;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "wait-notice");
            thread.setDaemon(true);
            return thread;
          });
  private int ticks = NOT_WAITING;
  private @Nullable String cause;

  /**
   * Creates a notice that is not waiting.
   *
   * @param say prints a line
   * @param health returns what the service's health check tells, as a sentence; may take seconds
   */
  WaitNotice(Consumer<String> say, Supplier<String> health) {
    this.say = say;
    this.health = health;
  }

  /** Starts to call {@link #tick} once a second. */
  WaitNotice start() {
    timer.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    return this;
  }

  /** The command begins to wait for an answer. */
  synchronized void waiting() {
    ticks = 0;
    cause = null;
  }

  /** The last attempt has failed for this cause, and the command makes another attempt. */
  synchronized void retrying(String failure) {
    cause = failure;
  }

  /** The command has got its answer. */
  synchronized void answered() {
    ticks = NOT_WAITING;
  }

  /** Says that the command waits, if it has waited for a second. */
  void tick() {
    int seconds;
    String failure;
    synchronized (this) {
      if (ticks == NOT_WAITING || ++ticks < FIRST_NOTICE) {
        return;
      }
      seconds = ticks;
      failure = cause;
    }
    if (failure != null) {
      say.accept("trying again, %d s: %s".formatted(seconds, failure));
    } else if (seconds == HEALTH_NOTICE) {
      say.accept(
          "the ingest service has not answered for %d s: %s".formatted(seconds, health.get()));
    } else {
      say.accept("waiting for the ingest service, %d s".formatted(seconds));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
