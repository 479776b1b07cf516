package io.reprise.kafka.time;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Waits, and handles an interruption of the waiting thread. After an interruption, every method
 * leaves the thread's interrupt flag set, so that the method's callers also learn that the thread
 * shall end. Stateless and thread-safe.
 */
public final class Interruption {
  private Interruption() {}

  /**
   * A wait that can be interrupted and returns a value.
   *
   * @param <T> type of the value
   * @param <X> type of the checked exception that the wait throws besides {@link
   *     InterruptedException}
   */
  @FunctionalInterface
  public interface Wait<T, X extends Exception> {
    T await() throws InterruptedException, X;
  }

  /**
   * A wait that can be interrupted and returns nothing.
   *
   * @param <X> type of the checked exception that the wait throws besides {@link
   *     InterruptedException}
   */
  @FunctionalInterface
  public interface Pause<X extends Exception> {
    void await() throws InterruptedException, X;
  }

  /**
   * Waits for a value and returns it.
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
   * Waits for a value and returns it. If the thread is interrupted, returns the result of {@code
   * otherwise} instead.
   *
   * @param otherwise returns a value, or throws an exception, for an interrupted wait
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
   * Runs {@code pause}, a wait without a result, to its end.
   *
   * @throws InterruptException when the thread is interrupted
   */
  public static <X extends Exception> void run(Pause<X> pause) throws X {
    if (!runs(pause)) {
      throw new InterruptException("interrupted while waiting");
    }
  }

  /**
   * Runs {@code pause}, a wait without a result. Returns true when the wait has ended, and false if
   * the thread is interrupted first.
   */
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
   * Makes the thread sleep for the given time.
   *
   * @throws InterruptException when the thread is interrupted
   */
  public static void sleep(Duration time) {
    run(() -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
  }

  /**
   * Runs an action that has to wait even if the thread was interrupted before, such as the clean-up
   * after an interrupted wait. Clears the thread's interrupt flag before the action, and sets it
   * again afterwards if it was set. A second interruption, during the action, interrupts the
   * action's waits as usual.
   */
  public static void runDeferred(Runnable action) {
    boolean interrupted = Thread.interrupted();
    try {
      action.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Waits until {@code thread} has ended, but not longer than {@code limit}. Returns early if the
   * calling thread is interrupted.
   */
  public static void join(Thread thread, Duration limit) {
    runs(() -> TimeUnit.NANOSECONDS.timedJoin(thread, limit.toNanos()));
  }

  /**
   * Waits until all tasks of an executor have ended. The caller must have shut the executor down
   * before.
   *
   * @return true if the tasks have ended within the limit; false if they have not, or if the
   *     calling thread was interrupted
   */
  public static boolean awaitEnd(ExecutorService executor, Duration limit) {
    return getOr(
        () -> executor.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS),
        interrupted -> false);
  }
}
