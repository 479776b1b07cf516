package io.reprise.runtime.lifecycle;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Keeps the process of a service alive until SIGTERM, SIGINT or {@link #stop()} tells the service
 * to stop, and then closes the service.
 *
 * <p>SIGTERM is a request like {@link #stop()}: {@link #untilStopped} returns after it, so that the
 * process can end with an exit code of its own. Without this, Java would end the process with 143,
 * which a supervisor cannot tell from a stop that was cut short. After SIGINT, the JVM ends only
 * when the service is closed.
 *
 * <p>An instance serves only one call of {@link #untilStopped}.
 */
public final class ServiceRun {
  /**
   * Holds the logger in a class of its own, so that an instance can exist before the format of the
   * log is chosen.
   */
  private static final class Log {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceRun.class);

    private Log() {}
  }

  private static final Signal SIGTERM = new Signal("TERM");

  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Tells the service to close, and returns without waiting until the service is closed. Safe on
   * any thread.
   */
  public void stop() {
    stopRequested.countDown();
  }

  /**
   * Waits until the service is told to stop, then closes the service. A failure to close is logged
   * and not thrown.
   *
   * @param name name of the service in logs
   * @param onRunning called once, when this method handles the signals; tells others that the
   *     service runs
   * @throws InterruptedException if the thread is interrupted while it waits for the request to
   *     stop; the service is then not closed
   */
  public void untilStopped(String name, AutoCloseable service, Runnable onRunning)
      throws InterruptedException {
    var hook = new Thread(this::stopAndWait, "stop-" + name);
    Runtime.getRuntime().addShutdownHook(hook);
    var former = stopOnSigterm();
    onRunning.run();
    Log.LOG.info("service is running service={} pid={}", name, ProcessHandle.current().pid());
    try {
      stopRequested.await();
      Log.LOG.info("service is stopping service={}", name);
      service.close();
      Log.LOG.info("service has stopped service={}", name);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      Log.LOG.warn("service failed to close service={}", name, e);
    } finally {
      closed.countDown();
      if (former != null) {
        Signal.handle(SIGTERM, former);
      }
    }
  }

  /** Returns the handler of SIGTERM so far; null if this service could not replace it. */
  private @Nullable SignalHandler stopOnSigterm() {
    try {
      return Signal.handle(SIGTERM, signal -> stop());
    } catch (IllegalArgumentException e) {
      // The JVM leaves the signal to another handler, for example with -Xrs. The exit code is then
      // that of the other handler.
      Log.LOG.info(
          "service cannot handle SIGTERM itself, and ends as Java does cause={}", e.getMessage());
      return null;
    }
  }

  private void stopAndWait() {
    stop();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
