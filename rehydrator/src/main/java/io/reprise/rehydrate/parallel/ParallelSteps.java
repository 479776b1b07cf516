package io.reprise.rehydrate.parallel;

import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a step for each of several items, on a limited number of threads. Thread-safe. */
public final class ParallelSteps {
  private final int threads;
  private final StopSignal stop;

  public ParallelSteps(int threads, StopSignal stop) {
    this.threads = threads;
    this.stop = stop;
  }

  /**
   * Runs the step for all items and waits until every thread has ended. If the calling thread is
   * interrupted, this method cancels the run.
   *
   * @throws RuntimeException the first exception of a step; {@link StoppedException} only if no
   *     step threw any other exception
   */
  public <T> void each(Collection<T> items, Consumer<T> step) {
    if (items.isEmpty()) {
      return;
    }
    var pool = Executors.newFixedThreadPool(Math.min(threads, items.size()), ParallelSteps::thread);
    try {
      awaitAll(pool, items, step);
    } finally {
      pool.shutdown();
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "reprise-rehydrate");
    thread.setDaemon(true);
    return thread;
  }

  private <T> void awaitAll(ExecutorService pool, Collection<T> items, Consumer<T> step) {
    var done = new ExecutorCompletionService<@Nullable Void>(pool);
    for (var item : items) {
      done.submit(() -> runOne(item, step), null);
    }
    RuntimeException first = null;
    for (int i = 0; i < items.size(); i++) {
      var failure = failure(next(done));
      if (failure != null && (first == null || first instanceof StoppedException)) {
        first = failure;
        stop.fail();
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private <T> void runOne(T item, Consumer<T> step) {
    stop.check();
    step.accept(item);
  }

  private Future<@Nullable Void> next(ExecutorCompletionService<@Nullable Void> done) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return done.take();
        } catch (InterruptedException e) {
          interrupted = true;
          stop.cancel();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static @Nullable RuntimeException failure(Future<@Nullable Void> ended) {
    try {
      ended.get();
      return null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      return e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted although the step had ended", e);
    }
  }
}
