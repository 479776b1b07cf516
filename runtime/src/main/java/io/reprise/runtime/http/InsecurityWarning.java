package io.reprise.runtime.http;

import io.reprise.runtime.lifecycle.ServiceScheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs again and again that other machines can reach a service that is not protected. One line at
 * the start would be forgotten, and would be lost when the log is rotated. Thread-safe. The caller
 * of {@link #start} closes the warning.
 */
final class InsecurityWarning implements AutoCloseable {
  static final Duration EVERY = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(InsecurityWarning.class);

  private final ServiceScheduler thread = ServiceScheduler.ofOneThread("insecurity-warning");

  private InsecurityWarning() {}

  /** Logs the warning now, and then once in each period. */
  static InsecurityWarning start(HttpConfig config, Duration period) {
    var warning = new InsecurityWarning();
    warning.thread.scheduleWithFixedDelay(
        () ->
            LOG.warn(
                "service is insecure: other machines can reach it, but {} host={}",
                config.weakness(),
                config.host()),
        0,
        period.toMillis(),
        TimeUnit.MILLISECONDS);
    return warning;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
