package io.reprise.runtime.lifecycle;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a service's process alive until it is told to stop: by SIGTERM, SIGINT or {@link #stop()}.
 * The JVM then ends only after the service is closed.
 */
public final class ServiceRun {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceRun.class);

  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Asks the service to close. Returns at once; safe on any thread. */
  public void stop() {
    stopRequested.countDown();
  }

  /**
   * Blocks until the service was told to stop and has closed.
   *
   * @param name what to call it in logs
   */
  public void untilStopped(String name, AutoCloseable service) throws InterruptedException {
    var hook = new Thread(this::stopAndWait, "stop-" + name);
    Runtime.getRuntime().addShutdownHook(hook);
    LOG.info("running service={} pid={}", name, ProcessHandle.current().pid());
    try {
      stopRequested.await();
      LOG.info("stopping service={}", name);
      service.close();
      LOG.info("stopped service={}", name);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      LOG.warn("failed to close service={}", name, e);
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
