package io.reprise.trials.chaos;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.local.demo.WorkerTakeover;
import io.reprise.local.stack.RunningWorker;
import io.reprise.local.stack.Stack;
import io.reprise.trials.relay.FaultyRelay;
import io.reprise.trials.relay.RelayFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Injects faults into a stack, and measures how long other workers take to claim a killed or frozen
 * worker's shards. Confined to one thread.
 */
final class FaultInjector {
  private static final int LEAST_WORKERS = 2;
  private static final int MOST_WORKERS = 4;
  private static final Duration STATE_LIMIT = Duration.ofMinutes(4);

  private final Stack stack;
  private final @Nullable FaultyRelay relay;
  private final @Nullable BrokerFaults brokers;
  private final Map<ChaosFault, Integer> done = new EnumMap<>(ChaosFault.class);
  private final List<Double> takeoverSeconds = new ArrayList<>();
  private Random random = new Random(0);
  private CompletableFuture<?> restart = CompletableFuture.completedFuture(null);

  /**
   * Creates an injector of faults into one stack.
   *
   * @param relay the relay in front of the S3 server; null for a stack without an archive
   * @param brokers injects faults into the brokers of a cluster; null for a stack with one broker
   */
  FaultInjector(Stack stack, @Nullable FaultyRelay relay, @Nullable BrokerFaults brokers) {
    this.stack = stack;
    this.relay = relay;
    this.brokers = brokers;
  }

  /**
   * Prepares a run. Adds or stops workers until there are at least two and at most four. In a
   * cluster of brokers, first waits until every broker takes part and all replicas are in sync. The
   * run's seed determines how long its faults last.
   */
  void settle(ChaosPlan plan) {
    random = plan.random();
    if (brokers != null) {
      brokers.begin(plan);
    }
    while (stack.workers().size() < LEAST_WORKERS) {
      stack.addWorker();
    }
    while (stack.workers().size() > MOST_WORKERS) {
      stack.remove(stack.workers().get(0));
    }
  }

  void inject(ChaosFault fault, String replay) {
    boolean hitsWorker = fault == ChaosFault.KILL || fault == ChaosFault.FREEZE;
    var chosen = hitsWorker && stack.workers().size() < LEAST_WORKERS ? ChaosFault.ADD : fault;
    done.merge(chosen, 1, Integer::sum);
    switch (chosen) {
      case KILL -> kill(replay);
      case FREEZE -> freeze(replay);
      case ADD -> stack.addWorker();
      case RESTART_BROKER -> stack.restartBroker();
      case PAUSE -> pause(replay);
      case ARCHIVER_KILL -> killArchiver();
      case S3_REFUSES -> storm(RelayFault.REFUSED);
      case S3_SLOW -> storm(RelayFault.SLOWED);
      case S3_CUTS -> storm(RelayFault.CUT);
      case BROKER_KILL, BROKER_FREEZE, BROKER_SLOW, BROKERS_CUT, WORKER_CUT ->
          Objects.requireNonNull(brokers).inject(chosen, replay);
    }
  }

  /** Kills the archiver and starts a new one while the replay continues. */
  private void killArchiver() {
    restart.join();
    stack.killArchiver();
    restart =
        CompletableFuture.runAsync(
            this::startArchiver, task -> new Thread(task, "restart-archiver").start());
  }

  /**
   * Starts the archiver. If S3 faults keep it from starting, retries for a limited time, as a
   * supervisor would.
   */
  private void startArchiver() {
    BoundedWait.forAnswer(
        () -> {
          stack.startArchiver();
          return true;
        });
  }

  private void storm(RelayFault fault) {
    Objects.requireNonNull(relay).storm(fault, Duration.ofMillis(1_000 + random.nextInt(3_000)));
  }

  private void kill(String replay) {
    var takeover = new WorkerTakeover(stack, replay);
    var victim = victim(takeover);
    note(takeover, victim, () -> stack.kill(victim));
  }

  /**
   * Freezes a worker, and lets it continue after other workers have claimed its shards. Fencing
   * must then keep the worker that was frozen from delivering.
   */
  private void freeze(String replay) {
    var takeover = new WorkerTakeover(stack, replay);
    var victim = victim(takeover);
    // The group takes the slots of a frozen worker away only after the session timeout. A shorter
    // freeze would cause no takeover.
    var freeze = BoundedWait.forAnswer(stack::session).plusSeconds(2);
    var end = Deadline.after(freeze);
    note(takeover, victim, () -> stack.freeze(victim));
    Interruption.sleep(end.left());
    stack.thaw(victim);
  }

  /**
   * Returns the worker to kill or freeze: the one that runs most shards, or any worker if none runs
   * a shard.
   */
  private RunningWorker victim(WorkerTakeover takeover) {
    return BoundedWait.forAnswer(takeover::busiest).orElseGet(() -> stack.workers().get(0));
  }

  private void note(WorkerTakeover takeover, RunningWorker victim, Runnable strike) {
    takeover
        .after(victim, strike)
        .ifPresent(time -> takeoverSeconds.add(time.toMillis() / 1_000.0));
  }

  private void pause(String replay) {
    BoundedWait.forAnswer(() -> actUnlessEnded(replay, "pause", "PAUSED"));
    awaitState(replay, "PAUSED");
    Interruption.sleep(Duration.ofMillis(200 + random.nextInt(800)));
    BoundedWait.forAnswer(() -> actUnlessEnded(replay, "resume", "RUNNING"));
  }

  /**
   * Requests {@code action} on the replay. Does nothing if the replay has ended or is in the state
   * {@code wanted} already. If the outcome of a request is unknown, the caller can therefore safely
   * call this method again.
   */
  private boolean actUnlessEnded(String replay, String action, String wanted) {
    var summary = stack.api().replay(replay).path("summary");
    if (!summary.has("endedAt") && !summary.path("state").asText().equals(wanted)) {
      stack.api().act(replay, action);
    }
    return true;
  }

  private void awaitState(String replay, String wanted) {
    BoundedWait.forState(
        () -> BoundedWait.forAnswer(() -> stack.api().replay(replay).path("summary")),
        summary -> summary.has("endedAt") || summary.path("state").asText().equals(wanted),
        STATE_LIMIT,
        summary ->
            new CommandFailure(
                ExitCode.FAILED,
                "replay %s is %s and not %s after %d s"
                    .formatted(
                        replay, summary.path("state").asText(), wanted, STATE_LIMIT.toSeconds())));
  }

  /** Ends all faults that are in progress, and returns once all services accept requests again. */
  void end() {
    stack.thawAll();
    if (relay != null) {
      relay.calm();
    }
    var restarted = restart;
    restart = CompletableFuture.completedFuture(null);
    restarted.join();
    if (brokers != null) {
      brokers.end();
    }
  }

  Map<ChaosFault, Integer> done() {
    return done;
  }

  List<Double> takeoverSeconds() {
    return takeoverSeconds;
  }
}
