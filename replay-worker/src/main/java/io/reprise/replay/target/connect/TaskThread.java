package io.reprise.replay.target.connect;

import io.reprise.kafka.time.Interruption;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.runtime.json.Durations;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the calls of one connector one after another on a thread of its own, and gives up a call
 * that does not return in time. The thread of such a call is abandoned: it is interrupted, and
 * nothing but a last call follows. Nobody can end code of others that does not return.
 *
 * <p>Confined to the thread of the shard, which closes this object.
 */
final class TaskThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskThread.class);

  private final String target;
  private final String name;
  private final Duration limit;
  private final ExecutorService executor;
  private volatile boolean isRunning = true;
  private boolean isAbandoned;

  /**
   * Creates the thread.
   *
   * @param target the target's name, for messages
   * @param name the thread's name
   * @param loader the loader that code of the plug-in finds its classes with
   * @param limit how long a call may take
   */
  TaskThread(String target, String name, ClassLoader loader, Duration limit) {
    this.target = target;
    this.name = name;
    this.limit = limit;
    this.executor =
        Executors.newSingleThreadExecutor(
            task -> {
              var thread = new Thread(() -> runAll(task), name);
              thread.setDaemon(true);
              thread.setContextClassLoader(loader);
              return thread;
            });
  }

  private void runAll(Runnable task) {
    try {
      task.run();
    } finally {
      isRunning = false;
    }
  }

  /** Returns the thread's name. */
  String name() {
    return name;
  }

  /** Returns whether the thread was abandoned in a call that has not returned yet. */
  boolean isHanging() {
    return isAbandoned && isRunning;
  }

  /** Returns whether a call was given up, so that no further call is possible. */
  boolean isAbandoned() {
    return isAbandoned;
  }

  /**
   * Makes a call and returns its result.
   *
   * @param what the call, for messages
   * @throws ConnectorFailedException with what the call has thrown
   * @throws TargetUnavailableException when the call does not return in time
   * @throws InterruptException when the thread of the shard is interrupted; the call is given up
   */
  <T> T call(String what, Callable<T> call) throws ConnectorFailedException {
    return await(what, limit, submit(what, call));
  }

  private <T> Future<T> submit(String what, Callable<T> call) {
    if (isAbandoned) {
      throw new TargetUnavailableException(
          "the connector of target '%s' is not called any more (%s)".formatted(target, what));
    }
    return executor.submit(call);
  }

  private <T> T await(String what, Duration most, Future<T> result)
      throws ConnectorFailedException {
    try {
      return Interruption.get(() -> result.get(most.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      var thrown = e.getCause();
      throw new ConnectorFailedException(what, thrown == null ? e : thrown);
    } catch (InterruptException e) {
      abandon(result);
      throw e;
    } catch (TimeoutException e) {
      abandon(result);
      LOG.warn(
          "a connector does not return from a call, its thread is abandoned target={} call={}"
              + " thread={} limitMs={}",
          target,
          what,
          name,
          most.toMillis());
      throw new TargetUnavailableException(
          "the connector of target '%s' has not returned from %s within %s: its thread '%s' is abandoned"
              .formatted(target, what, Durations.text(most), name),
          e);
    } catch (Exception e) {
      throw new IllegalStateException("a call of a connector cannot be waited for", e);
    }
  }

  private void abandon(Future<?> call) {
    isAbandoned = true;
    call.cancel(true);
  }

  /**
   * Makes a last call, whose failure does not matter, and ends the thread. If an earlier call was
   * given up, does not wait: the last call is made when the earlier one has returned.
   */
  void end(Duration most, Runnable last) {
    if (isAbandoned) {
      var unused = executor.submit(last);
      executor.shutdown();
      return;
    }
    try {
      var unused = await("stop", most, submit("stop", Executors.callable(last)));
    } catch (ConnectorFailedException | TargetUnavailableException e) {
      LOG.warn("a connector did not stop cleanly target={} cause={}", target, e.getMessage());
    }
    executor.shutdown();
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
