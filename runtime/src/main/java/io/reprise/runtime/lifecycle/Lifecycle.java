package io.reprise.runtime.lifecycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the parts of a service and remembers their order. {@link #close()} closes the parts in
 * reverse order. If a part fails to close, or does not close within the limit, the lifecycle logs
 * this and closes the remaining parts.
 *
 * <p>Thread-safe. A second call of {@link #close()} has no effect.
 */
public final class Lifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  private record Part(String name, AutoCloseable closeable) {}

  private final Duration closeLimit;
  private final Deque<Part> parts = new ArrayDeque<>();

  /**
   * Creates a lifecycle without parts.
   *
   * @param closeLimit longest time to wait for each part to close
   */
  public Lifecycle(Duration closeLimit) {
    this.closeLimit = closeLimit;
  }

  /**
   * Starts a part of the service, which {@link #close()} later closes.
   *
   * @param name name of the part in logs and of the thread that closes the part
   * @throws RuntimeException the exception that {@code start} threw; the parts that were started
   *     before this part are then closed
   */
  public synchronized <T extends AutoCloseable> T start(String name, Supplier<T> start) {
    try {
      var part = start.get();
      parts.push(new Part(name, part));
      return part;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Closes all parts, and waits for each part until the close limit at most. If the calling thread
   * is interrupted, this method still begins to close every part, but does not wait until the parts
   * are closed.
   */
  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      close(parts.pop());
    }
  }

  private void close(Part part) {
    var closing =
        new FutureTask<Void>(
            () -> {
              part.closeable().close();
              return null;
            });
    var thread = new Thread(closing, "close-" + part.name());
    thread.setDaemon(true);
    thread.start();
    try {
      closing.get(closeLimit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn(
          "part of the process did not close in time, the other parts are closed without waiting"
              + " for it part={} limitMs={}",
          part.name(),
          closeLimit.toMillis());
    } catch (ExecutionException e) {
      LOG.warn(
          "part of the process failed to close, the process goes on closing the other parts"
              + " part={}",
          part.name(),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
