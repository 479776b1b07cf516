package io.reprise.launcher.chaos;

import io.reprise.launcher.fault.Takeover;
import io.reprise.launcher.stack.Stack;
import io.reprise.launcher.stack.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Carries faults out and remembers how long takeovers took. Confined to one thread. */
final class Harm {
  private static final int LEAST_WORKERS = 2;
  private static final int MOST_WORKERS = 4;

  private final Stack stack;
  private final Random random;
  private final Duration freeze;
  private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
  private final List<Double> takeoverSeconds = new ArrayList<>();

  /**
   * @param session how long a silent worker keeps its slots: freezes last longer
   */
  Harm(Stack stack, Random random, Duration session) {
    this.stack = stack;
    this.random = random;
    this.freeze = session.plusSeconds(2);
  }

  /** Brings the number of workers back into bounds between runs. */
  void settle() {
    while (stack.workers().size() < LEAST_WORKERS) {
      stack.addWorker();
    }
    while (stack.workers().size() > MOST_WORKERS) {
      stack.remove(stack.workers().get(0));
    }
  }

  void strike(Fault fault, String replay) throws InterruptedException {
    boolean hitsWorker = fault == Fault.KILL || fault == Fault.FREEZE;
    var chosen = hitsWorker && stack.workers().size() < LEAST_WORKERS ? Fault.ADD : fault;
    done.merge(chosen, 1, Integer::sum);
    switch (chosen) {
      case KILL -> kill(replay);
      case FREEZE -> freeze(replay);
      case ADD -> stack.addWorker();
      case RESTART_BROKER -> stack.restartBroker();
      case PAUSE -> pause(replay);
    }
  }

  private void kill(String replay) throws InterruptedException {
    var takeover = new Takeover(stack, replay);
    var victim = ChaosRun.patiently(takeover::busiest);
    note(takeover, victim, () -> stack.kill(victim));
  }

  /** The sleeper is woken when others have its shards: it must find itself fenced. */
  private void freeze(String replay) throws InterruptedException {
    var takeover = new Takeover(stack, replay);
    var victim = ChaosRun.patiently(takeover::busiest);
    long end = System.nanoTime() + freeze.toNanos();
    note(takeover, victim, () -> stack.freeze(victim));
    while (System.nanoTime() < end) {
      Thread.sleep(50);
    }
    stack.thaw(victim);
  }

  private void note(Takeover takeover, Worker victim, Runnable strike) throws InterruptedException {
    takeover
        .after(victim, strike)
        .ifPresent(time -> takeoverSeconds.add(time.toMillis() / 1_000.0));
  }

  private void pause(String replay) throws InterruptedException {
    ChaosRun.patiently(() -> actUnlessEnded(replay, "pause", "PAUSED"));
    awaitState(replay, "PAUSED");
    Thread.sleep(200 + random.nextInt(800));
    ChaosRun.patiently(() -> actUnlessEnded(replay, "resume", "RUNNING"));
  }

  /** The outcome may have been unknown the first time: then the state tells. */
  private boolean actUnlessEnded(String replay, String action, String wanted) {
    var summary = stack.api().replay(replay).path("summary");
    if (!summary.has("endedAt") && !summary.path("state").asText().equals(wanted)) {
      stack.api().act(replay, action);
    }
    return true;
  }

  private void awaitState(String replay, String wanted) throws InterruptedException {
    while (true) {
      var summary = ChaosRun.patiently(() -> stack.api().replay(replay).path("summary"));
      if (summary.has("endedAt") || summary.path("state").asText().equals(wanted)) {
        return;
      }
      Thread.sleep(50);
    }
  }

  void thawAll() {
    stack.thawAll();
  }

  Map<Fault, Integer> done() {
    return done;
  }

  List<Double> takeoverSeconds() {
    return takeoverSeconds;
  }
}
