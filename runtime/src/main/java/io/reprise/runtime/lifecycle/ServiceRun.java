package io.reprise.runtime.lifecycle;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the process of a service alive until SIGTERM, SIGINT or {@link #stop()} tells the service
 * to stop, and then closes the service. After SIGTERM or SIGINT, the JVM ends only when the service
 * is closed.
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
   * @throws InterruptedException if the thread is interrupted while it waits for the request to
   *     stop; the service is then not closed
   */
  public void untilStopped(String name, AutoCloseable service) throws InterruptedException {
    var hook = new Thread(this::stopAndWait, "stop-" + name);
    Runtime.getRuntime().addShutdownHook(hook);
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
