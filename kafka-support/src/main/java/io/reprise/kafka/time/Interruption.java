package io.reprise.kafka.time;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Handles the interruption of a waiting thread in one place. Every method leaves the thread's
 * interrupt flag set when the wait was interrupted, so that callers further up see that the thread
 * is asked to end. Thread-safe.
 */
public final class Interruption {
  private Interruption() {}

  /**
   * A wait that can be interrupted and returns a value.
   *
   * @param <T> the value
   * @param <X> the checked exception that the wait throws besides
   */
  @FunctionalInterface
  public interface Wait<T, X extends Exception> {
    T await() throws InterruptedException, X;
  }

  /**
   * A wait that can be interrupted and returns nothing.
   *
   * @param <X> the checked exception that the wait throws besides
   */
  @FunctionalInterface
  public interface Pause<X extends Exception> {
    void await() throws InterruptedException, X;
  }

  /**
   * Waits for a value.
   *
   * @throws InterruptException when the thread is interrupted
   */
  public static <T, X extends Exception> T get(Wait<T, X> wait) throws X {
    return getOr(
        wait,
        interrupted -> {
          throw new InterruptException(interrupted);
        });
  }

  /**
   * Waits for a value.
   *
   * @param otherwise gives the value, or throws the exception, of an interrupted wait
   */
  public static <T, X extends Exception> T getOr(
      Wait<T, X> wait, Function<InterruptedException, ? extends T> otherwise) throws X {
    try {
      return wait.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise.apply(e);
    }
  }

  /**
   * Waits.
   *
   * @throws InterruptException when the thread is interrupted
   */
  public static <X extends Exception> void run(Pause<X> pause) throws X {
    if (!runs(pause)) {
      throw new InterruptException("interrupted while waiting");
    }
  }

  /** Waits. Returns false, and throws nothing, when the thread is interrupted. */
  public static <X extends Exception> boolean runs(Pause<X> pause) throws X {
    try {
      pause.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Sleeps.
   *
   * @throws InterruptException when the thread is interrupted
   */
  public static void sleep(Duration time) {
    run(() -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
  }

  /** Waits until a thread ends. Returns early when time runs out or the caller is interrupted. */
  public static void join(Thread thread, Duration limit) {
    runs(() -> TimeUnit.NANOSECONDS.timedJoin(thread, limit.toNanos()));
  }

  /**
   * Waits until the tasks of an executor that was shut down have ended.
   *
   * @return false when time ran out or the caller was interrupted
   */
  public static boolean awaitEnd(ExecutorService executor, Duration limit) {
    return getOr(
        () -> executor.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS),
        interrupted -> false);
  }
}
