package io.reprise.local.process;

import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets one thread clean up before Ctrl-C or SIGTERM ends the JVM. The thread is interrupted, and
 * the JVM waits at most 30 s until the thread has closed this object. The thread must open this
 * object before all its other resources, so that it closes them first and this object last.
 */
public final class GracefulExit implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Thread owner = Thread.currentThread();
  private final CountDownLatch tidy = new CountDownLatch(1);

  private GracefulExit() {}

  /** Registers the calling thread as the one that is interrupted before the JVM ends. */
  public static GracefulExit ofThisThread() {
    var exit = new GracefulExit();
    Runtime.getRuntime().addShutdownHook(new Thread(exit::interruptAndAwait, "tidy-exit"));
    return exit;
  }

  private void interruptAndAwait() {
    if (tidy.getCount() == 0) {
      return;
    }
    owner.interrupt();
    boolean waited =
        Interruption.getOr(
            () -> tidy.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS), interrupted -> true);
    if (!waited) {
      System.err.println("reprise: gave up waiting for clean-up; processes or files may be left");
    }
  }

  @Override
  public void close() {
    tidy.countDown();
  }
}
