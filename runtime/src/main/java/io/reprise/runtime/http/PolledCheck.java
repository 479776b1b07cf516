package io.reprise.runtime.http;

import io.reprise.runtime.lifecycle.ServiceScheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every 2 s, with one small request (the probe), whether something that a service needs,
 * such as Kafka, still answers. The probe runs on a thread of its own, so that a health request
 * never waits for the probe's answer. The check fails when the last probe failed, or when a probe
 * has had no answer for {@link #ANSWER_LIMIT}. The check holds again after the next probe that
 * succeeds.
 *
 * <p>Thread-safe. The caller of {@link #start} closes the check.
 */
public final class PolledCheck implements AutoCloseable {
  static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(PolledCheck.class);
  private static final long EVERY_MILLIS = 2_000;

  private final String name;
  private final Runnable probe;
  private final LongSupplier nanoTime;
  private final ServiceScheduler thread;
  private final Clock clock = Clock.systemUTC();
  private volatile State state = new State(null, null);
  private volatile Instant checkedAt = clock.instant();

  /**
   * The outcome of the last probe that has ended, and the start of the probe that is running now.
   *
   * @param fault why the last probe failed; null if it succeeded
   * @param sinceNanos when the running probe started; null if no probe runs
   */
  private record State(@Nullable String fault, @Nullable Long sinceNanos) {}

  PolledCheck(String name, Runnable probe, LongSupplier nanoTime) {
    this.name = name;
    this.probe = probe;
    this.nanoTime = nanoTime;
    this.thread = ServiceScheduler.ofOneThread("check-" + name);
  }

  /**
   * Starts a check, which probes from now on. While the first probe runs, the check holds until
   * {@link #ANSWER_LIMIT} has passed without an answer.
   *
   * @param name name of the check in answers to health requests and in logs
   * @param probe sends a request and waits for its answer. If there is no answer, throws an
   *     exception whose message is a sentence for operators
   */
  public static PolledCheck start(String name, Runnable probe) {
    var check = new PolledCheck(name, probe, System::nanoTime);
    check.thread.scheduleWithFixedDelay(check::poll, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return check;
  }

  /**
   * Runs the probe once. An {@link Error} counts as a failure too, because no other code would
   * report that error.
   */
  void poll() {
    var before = state.fault();
    state = new State(before, nanoTime.getAsLong());
    String fault = null;
    try {
      probe.run();
    } catch (RuntimeException | Error e) {
      fault = e.getMessage() == null ? e.toString() : e.getMessage();
    }
    state = new State(fault, null);
    checkedAt = clock.instant();
    if (!thread.isShutdown()) {
      report(before, fault);
    }
  }

  private void report(@Nullable String before, @Nullable String now) {
    if (before == null && now != null) {
      LOG.warn(
          "readiness check failed, the service reports that it is not ready check={} cause={}",
          name,
          now);
    } else if (before != null && now == null) {
      LOG.info("readiness check no longer fails check={}", name);
    }
  }

  /** Returns this check as one of the readiness checks of an {@link HttpService}. */
  public ReadinessCheck readiness() {
    return new ReadinessCheck(name, this::fault, () -> checkedAt);
  }

  private Optional<String> fault() {
    var now = state;
    if (now.fault() != null || now.sinceNanos() == null) {
      return Optional.ofNullable(now.fault());
    }
    var waited = Duration.ofNanos(nanoTime.getAsLong() - now.sinceNanos());
    return waited.compareTo(ANSWER_LIMIT) > 0
        ? Optional.of("no answer for %d s".formatted(waited.toSeconds()))
        : Optional.empty();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
