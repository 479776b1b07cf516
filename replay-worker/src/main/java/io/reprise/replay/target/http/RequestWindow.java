package io.reprise.replay.target.http;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.kafka.time.Ticker;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.target.TargetUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The records of one shard that are being sent. Has several lanes. The records of a lane are sent
 * one after another: the next one only when the service has accepted or refused the one before.
 *
 * <p>An attempt that fails is repeated after a growing delay, for at most two seconds. After that,
 * the whole window fails: the slice is dropped, and the shard is claimed again later.
 *
 * <p>Threading: one thread, that of the shard, adds records, waits and closes. The attempts end on
 * threads of the executor. A record is sent only while the lease is proven, which is checked before
 * each attempt.
 */
final class RequestWindow implements AutoCloseable {
  /** How long attempts at one record are repeated within a slice. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * How long the shard waits for the window. Longer than the attempts at two records of a lane can
   * take, so that it ends only waits that a defect would make endless.
   */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private static final Duration UNPROVEN_PAUSE = Duration.ofMillis(50);

  /** Sends a record once. Must not block. */
  @FunctionalInterface
  interface Attempts {
    /** The future ends with an answer. Its cancellation ends the request, if it can. */
    CompletableFuture<Answer> send(Call call);
  }

  /** Records that are sent one after another. Guarded by the window's lock. */
  private static final class Lane {
    final Deque<Call> waiting = new ArrayDeque<>();
    boolean isBusy;

    int load() {
      return waiting.size() + (isBusy ? 1 : 0);
    }
  }

  private final String target;
  private final Attempts attempts;
  private final TargetPause pause;
  private final Backoff backoff;
  private final Ticker ticker;
  private final Executor executor;
  private final BooleanSupplier leaseIsProven;
  private final Supplier<RuntimeException> unproven;
  private final List<Lane> lanes = new ArrayList<>();
  private final Object lock = new Object();
  private final Set<CompletableFuture<Answer>> open = new HashSet<>();
  private Map<Long, String> refused = new LinkedHashMap<>();
  private int unfinished;
  private @Nullable RuntimeException failure;

  /**
   * Creates a window without records.
   *
   * @param target the target's name, for messages
   * @param laneCount how many records are sent at the same time at most
   * @param pause the time for which the service has asked to get no requests
   * @param executor runs what follows an answer, and attempts after a delay
   * @param leaseIsProven returns whether this worker may send now
   * @param unproven makes the exception with which the window fails if it may not for too long
   */
  RequestWindow(
      String target,
      int laneCount,
      Attempts attempts,
      TargetPause pause,
      Backoff backoff,
      Ticker ticker,
      Executor executor,
      BooleanSupplier leaseIsProven,
      Supplier<RuntimeException> unproven) {
    this.target = target;
    this.attempts = attempts;
    this.pause = pause;
    this.backoff = backoff;
    this.ticker = ticker;
    this.executor = executor;
    this.leaseIsProven = leaseIsProven;
    this.unproven = unproven;
    for (int i = 0; i < laneCount; i++) {
      lanes.add(new Lane());
    }
  }

  /**
   * Adds a record that is sent after all earlier records with the same hash.
   *
   * @throws RuntimeException as {@link #await}
   */
  void addInOrder(Call call, int hash) {
    add(call, lanes.get(Math.floorMod(hash, lanes.size())));
  }

  /**
   * Adds a record that may be sent before earlier ones.
   *
   * @throws RuntimeException as {@link #await}
   */
  void add(Call call) {
    add(call, null);
  }

  /**
   * Waits while there are two records for each lane, so that the slice ends before it has many to
   * wait for.
   */
  private void add(Call call, @Nullable Lane chosen) {
    awaitAtMost(2 * lanes.size() - 1);
    Lane lane;
    synchronized (lock) {
      lane = chosen == null ? shortest() : chosen;
      unfinished++;
      if (lane.isBusy) {
        lane.waiting.add(call);
        return;
      }
      lane.isBusy = true;
    }
    attempt(lane, call, 1, Deadline.after(PATIENCE, ticker));
  }

  private Lane shortest() {
    var best = lanes.get(0);
    for (var lane : lanes) {
      if (lane.load() < best.load()) {
        best = lane;
      }
    }
    return best;
  }

  /**
   * Waits until the service has accepted or refused every record.
   *
   * @throws TargetUnavailableException when attempts at a record have failed for too long
   * @throws io.reprise.replay.target.UnprovenLeaseException when this worker could not prove its
   *     lease for too long
   * @throws io.reprise.replay.target.TargetRefusedException when the service takes no record in the
   *     configured way
   * @throws io.reprise.replay.target.TargetLoginException when the service refuses the credentials
   */
  void await() {
    awaitAtMost(0);
  }

  private void awaitAtMost(int most) {
    var limit = Deadline.after(LONGEST_WAIT);
    synchronized (lock) {
      Interruption.run(
          () -> {
            while (unfinished > most && failure == null && !limit.isPassed()) {
              lock.wait(limit.left().toMillis() + 1);
            }
          });
      if (failure != null) {
        throw failure;
      }
      if (unfinished > most) {
        throw new IllegalStateException(
            "%d requests to target '%s' did not end within %d s"
                .formatted(unfinished, target, LONGEST_WAIT.toSeconds()));
      }
    }
  }

  /** Returns the refused records since the last call, by offset, with the reasons. */
  Map<Long, String> takeRefused() {
    synchronized (lock) {
      var result = refused;
      refused = new LinkedHashMap<>();
      return result;
    }
  }

  /** Runs a step on a thread of the executor, where nobody else would learn of its error. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      fail(e);
    } catch (Error e) {
      fail(new IllegalStateException("a request to target '" + target + "' failed", e));
      throw e;
    }
  }

  private void attempt(Lane lane, Call call, int number, Deadline limit) {
    if (hasFailed()) {
      return;
    }
    if (!leaseIsProven.getAsBoolean()) {
      if (limit.isPassed()) {
        fail(unproven.get());
      } else {
        later(UNPROVEN_PAUSE, lane, call, number, limit);
      }
      return;
    }
    var wait = pause.left();
    if (!wait.isZero() && wait.compareTo(limit.left()) <= 0) {
      later(wait, lane, call, number, limit);
      return;
    }
    send(lane, call, number, limit);
  }

  private void send(Lane lane, Call call, int number, Deadline limit) {
    CompletableFuture<Answer> sent;
    try {
      pause.requireShort(limit.left());
      sent = attempts.send(call);
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    synchronized (lock) {
      open.add(sent);
    }
    sent.whenComplete(
        (answer, error) -> {
          synchronized (lock) {
            open.remove(sent);
          }
          var outcome = error == null ? answer : Answer.of(error);
          guarded(() -> settle(lane, call, number, limit, outcome));
        });
  }

  private void settle(Lane lane, Call call, int number, Deadline limit, Answer answer) {
    if (answer instanceof Answer.Accepted) {
      finish(lane, call, null);
    } else if (answer instanceof Answer.Refused never) {
      finish(lane, call, never.reason());
    } else if (answer instanceof Answer.Later trouble) {
      repeat(lane, call, number, limit, trouble);
    } else {
      fail(((Answer.Failed) answer).cause());
    }
  }

  private void repeat(Lane lane, Call call, int number, Deadline limit, Answer.Later trouble) {
    var delay = backoff.after(number);
    var asked = trouble.after();
    if (asked != null) {
      pause.last(asked, trouble.reason());
      delay = asked.compareTo(delay) > 0 ? asked : delay;
    }
    if (delay.compareTo(limit.left()) <= 0) {
      later(delay, lane, call, number + 1, limit);
    } else if (trouble.isOfRecord()) {
      finish(lane, call, "the service %s to %d attempts".formatted(trouble.reason(), number));
    } else {
      fail(unavailable(call, number, trouble));
    }
  }

  private RuntimeException unavailable(Call call, int number, Answer.Later trouble) {
    try {
      pause.requireShort(Duration.ZERO);
    } catch (TargetUnavailableException e) {
      return e;
    }
    return new TargetUnavailableException(
        "target '%s' %s, after %d attempts at offset %d"
            .formatted(target, trouble.reason(), number, call.offset()));
  }

  private void later(Duration delay, Lane lane, Call call, int number, Deadline limit) {
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, executor)
        .execute(() -> guarded(() -> attempt(lane, call, number, limit)));
  }

  private void finish(Lane lane, Call call, @Nullable String reason) {
    Call next;
    synchronized (lock) {
      if (reason != null) {
        refused.put(call.offset(), reason);
      }
      unfinished--;
      next = lane.waiting.poll();
      lane.isBusy = next != null;
      lock.notifyAll();
    }
    if (next != null) {
      attempt(lane, next, 1, Deadline.after(PATIENCE, ticker));
    }
  }

  private boolean hasFailed() {
    synchronized (lock) {
      return failure != null;
    }
  }

  private void fail(RuntimeException cause) {
    synchronized (lock) {
      if (failure == null) {
        failure = cause;
      }
      lock.notifyAll();
    }
  }

  /** Cancels the requests that have no answer yet. No further record is sent. */
  @Override
  public void close() {
    fail(new IllegalStateException("the window is closed"));
    List<CompletableFuture<Answer>> left;
    synchronized (lock) {
      left = List.copyOf(open);
    }
    left.forEach(sent -> sent.cancel(true));
  }
}
