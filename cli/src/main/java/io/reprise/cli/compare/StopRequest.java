package io.reprise.cli.compare;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Turns the signal of Ctrl-C into a request to stop, and lets the process live until the command
 * has printed what it has found, for 10 s at most. Thread-safe.
 */
final class StopRequest implements BooleanSupplier, AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "stop-compare");
  private volatile boolean isRequested;

  private StopRequest() {}

  /** Starts to wait for a signal. The caller closes the returned object when it has printed. */
  static StopRequest ofProcess() {
    var stop = new StopRequest();
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  private void request() {
    isRequested = true;
    try {
      if (!ended.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("ended before the comparison could be stopped: nothing is known");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean getAsBoolean() {
    return isRequested;
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending because of the signal.
    }
  }
}
