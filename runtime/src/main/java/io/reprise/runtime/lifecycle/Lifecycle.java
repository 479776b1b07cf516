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
 * Started parts, in order. {@link #close()} closes them in reverse; one that takes too long is left
 * behind, one that fails does not keep the others from closing. If a part fails to start, those
 * before it are closed.
 *
 * <p>Thread-safe; closing twice is harmless.
 */
public final class Lifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  private record Part(String name, AutoCloseable closeable) {}

  private final Duration closeLimit;
  private final Deque<Part> parts = new ArrayDeque<>();

  /**
   * An empty life.
   *
   * @param closeLimit how long each part may take to close
   */
  public Lifecycle(Duration closeLimit) {
    this.closeLimit = closeLimit;
  }

  /** Starts a part and remembers to close it. */
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
      LOG.warn("left behind, did not close in time part={} limit={}", part.name(), closeLimit);
    } catch (ExecutionException e) {
      LOG.warn("failed to close part={}", part.name(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
