package io.reprise.local.supervise;

import io.reprise.kafka.time.Deadline;
import io.reprise.local.process.PartProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts one part, and starts it again after each end until {@link #forbidStart()}. One thread runs
 * it; other methods may be called from any thread.
 */
final class SupervisedPart implements Runnable {
  private static final int SHOWN_LINES = 3;

  private final Part part;
  private final Pace pace;
  private final Consumer<PartStatus> listener;
  private @Nullable PartProcess process;
  private boolean startForbidden;
  private int endsInSuccession;
  private PartStatus status;

  SupervisedPart(Part part, Pace pace, PartStatus initial, Consumer<PartStatus> listener) {
    this.part = part;
    this.pace = pace;
    this.status = initial;
    this.listener = listener;
  }

  @Override
  public void run() {
    try {
      while (true) {
        runOnce();
      }
    } catch (InterruptedException e) {
      // The supervisor is closed, and stops the process.
    }
  }

  /** Starts the process, and returns after its end when the back-off is over. */
  private void runOnce() throws InterruptedException {
    PartProcess started;
    try {
      started = start();
    } catch (RuntimeException e) {
      awaitNextStart("cannot be started: " + e.getMessage(), List.of());
      return;
    }
    long begun = System.nanoTime();
    set(status.starting(started.pid(), Instant.now()));
    if (awaitReady(started, begun)) {
      set(status.ready(Duration.ofNanos(System.nanoTime() - begun), Instant.now()));
      started.awaitEnd();
      forgetOldEnds();
    }
    awaitNextStart(started.whyEnded(), started.lastLines(SHOWN_LINES));
  }

  private synchronized PartProcess start() throws InterruptedException {
    if (startForbidden) {
      throw new InterruptedException("the supervisor is closed");
    }
    var started = part.start().get();
    process = started;
    return started;
  }

  /** Returns false if the process has ended before it was ready. */
  private boolean awaitReady(PartProcess started, long begun) throws InterruptedException {
    while (!started.isReady()) {
      if (!started.isAlive()) {
        return false;
      }
      if (status.state() != PartState.LATE
          && System.nanoTime() - begun > pace.startLimit().toNanos()) {
        set(status.late(Instant.now()));
      }
      TimeUnit.NANOSECONDS.sleep(pace.poll().toNanos());
    }
    return true;
  }

  private void forgetOldEnds() {
    if (Duration.between(status.since(), Instant.now()).compareTo(pace.steadyAfter()) >= 0) {
      endsInSuccession = 0;
    }
  }

  private void awaitNextStart(String reason, List<String> lines) throws InterruptedException {
    if (isStartForbidden()) {
      throw new InterruptedException("the supervisor is closed");
    }
    endsInSuccession++;
    var backOff = pace.backOff(endsInSuccession);
    set(status.ended(reason, lines, backOff, Instant.now()));
    TimeUnit.NANOSECONDS.sleep(backOff.toNanos());
  }

  private void set(PartStatus next) {
    synchronized (this) {
      status = next;
    }
    listener.accept(next);
  }

  synchronized PartStatus status() {
    return status;
  }

  String name() {
    return part.name();
  }

  private synchronized boolean isStartForbidden() {
    return startForbidden;
  }

  /** Makes sure that no further process is started. Safe to repeat. */
  synchronized void forbidStart() {
    startForbidden = true;
  }

  /** Sends SIGTERM to the process, if there is one. Requires {@link #forbidStart()}. */
  synchronized void requestStop() {
    if (process != null) {
      process.requestStop();
    }
  }

  /** Waits until the process has ended or the deadline has passed. */
  void awaitStop(Deadline deadline) {
    var last = lastProcess();
    if (last == null || deadline.await(() -> !last.isAlive(), pace.poll())) {
      setStopped();
    }
  }

  /** Sends SIGKILL to a process that has not ended. Returns whether there was one. */
  boolean forceStop() {
    var last = lastProcess();
    if (last == null || !last.isAlive()) {
      return false;
    }
    last.forceStop();
    return true;
  }

  private synchronized void setStopped() {
    status = status.stopped(Instant.now());
  }

  private synchronized @Nullable PartProcess lastProcess() {
    return process;
  }
}
