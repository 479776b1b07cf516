package io.reprise.runtime.lifecycle;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the delayed and periodic tasks of a service on daemon threads. No task ends unnoticed:
 *
 * <ul>
 *   <li>An {@link Error} of a task, and an exception of a task that runs once, are passed to the
 *       uncaught exception handler of the thread, as if the task had a thread of its own. In a
 *       service process, this handler ends the process.
 *   <li>A periodic task that throws an exception is logged and runs again at its next time.
 * </ul>
 *
 * <p>A {@link ScheduledThreadPoolExecutor} alone keeps both in a future that no code reads. A
 * periodic task then never runs again, and the service goes on without the task.
 *
 * <p>Thread-safe. The creator shuts the scheduler down. From then on, exceptions are not reported
 * any more, because interrupted tasks throw them.
 */
public final class ServiceScheduler extends ScheduledThreadPoolExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceScheduler.class);

  /**
   * Creates a scheduler whose threads start with the first tasks.
   *
   * @param threads how many tasks run at the same time at most
   * @param name name of the threads, also in logs
   */
  public ServiceScheduler(int threads, String name) {
    super(
        threads,
        task -> {
          var thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Creates a scheduler with one thread, which starts with the first task. */
  public static ServiceScheduler ofOneThread(String name) {
    return new ServiceScheduler(1, name);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    return super.scheduleWithFixedDelay(() -> runAgain(task), initialDelay, delay, unit);
  }

  private void runAgain(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      if (!isShutdown()) {
        LOG.error(
            "periodic task failed unexpectedly and runs again thread={}",
            Thread.currentThread().getName(),
            e);
      }
    }
  }

  @Override
  protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
    super.afterExecute(task, thrown);
    var cause = thrown != null ? null : failure(task);
    if (cause instanceof Error || cause != null && !isShutdown()) {
      var thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, cause);
    }
  }

  private static @Nullable Throwable failure(Runnable task) {
    if (!(task instanceof Future<?> future) || !future.isDone() || future.isCancelled()) {
      return null;
    }
    try {
      future.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
