package io.reprise.trials.chaos;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.local.demo.WorkerTakeover;
import io.reprise.local.stack.RunningWorker;
import io.reprise.local.stack.Stack;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.KafkaException;

/**
 * Kills, freezes, slows and cuts off brokers, one broker at a time. A fault begins only after the
 * previous fault has ended and all replicas are in sync again, so that two replicas of each
 * partition always remain.
 *
 * <p>Each fault runs on a thread of its own and ends by itself. In that time the replay continues,
 * and workers may be killed. Methods must be called from one thread.
 */
final class BrokerFaults {
  private static final int SLOTS = 64;

  /** How long a fault may last at most, including the restart of a killed broker. */
  private static final Duration FAULT_LIMIT = Duration.ofSeconds(150);

  private final Stack stack;
  private final RelayedCluster cluster;
  private final ClusterState state;
  private final Consumer<String> narrate;
  private final Map<BrokerDuty, Integer> victims = new EnumMap<>(BrokerDuty.class);
  private VictimDraws draws = new VictimDraws(new Random(0));
  private CompletableFuture<?> pending = CompletableFuture.completedFuture(null);

  BrokerFaults(Stack stack, RelayedCluster cluster, ClusterState state, Consumer<String> narrate) {
    this.stack = stack;
    this.cluster = cluster;
    this.state = state;
    this.narrate = narrate;
  }

  /**
   * Begins a run. The run's seed determines which brokers the faults hit, and how long each fault
   * lasts.
   */
  void begin(ChaosPlan plan) {
    draws = new VictimDraws(plan.random());
    end();
  }

  /**
   * Waits until the previous fault has ended and the cluster is whole (see {@link
   * ClusterState#awaitWhole}). Then begins {@code fault} and returns before it ends.
   */
  void inject(ChaosFault fault, String replay) {
    end();
    var draw = draws.next();
    int victim = BoundedWait.forAnswer(() -> broker(draw, replay));
    victims.merge(draw.duty(), 1, Integer::sum);
    narrate.accept("       broker %d: %s".formatted(victim + 1, draw.duty()));
    switch (fault) {
      case BROKER_KILL -> begin(() -> kill(victim, draw.millisBetween(500, 6_500)));
      case BROKER_FREEZE -> begin(() -> freeze(victim, draw.millisBetween(1_000, 8_000)));
      case BROKER_SLOW ->
          begin(() -> slow(victim, draw.millisBetween(4_000, 8_000), draw.choice()));
      case BROKERS_CUT -> {
        int step = 1 + draw.choice() % (RelayedCluster.BROKERS - 1);
        int other = (victim + step) % RelayedCluster.BROKERS;
        cluster.cutBrokers(victim, other);
        begin(() -> heal(draw.millisBetween(2_000, 9_000)));
      }
      case WORKER_CUT -> {
        cluster.cutWorker(worker(replay).name(), victim);
        begin(() -> heal(draw.millisBetween(2_000, 9_000)));
      }
      default -> throw new IllegalArgumentException(fault + " is not a fault of brokers");
    }
  }

  /** Returns the broker that now has the duty of {@code draw}. */
  private int broker(VictimDraws.Draw draw, String replay) {
    int choice = draw.choice();
    try {
      return switch (draw.duty()) {
        case SOURCE_LEADER -> state.leader(Chaos.SOURCE, choice % Chaos.PARTITIONS);
        case TARGET_LEADER -> state.leader(Chaos.TARGET, choice % Chaos.PARTITIONS);
        case ACTIVE_CONTROLLER -> state.controller();
        case TRANSACTION_COORDINATOR -> state.coordinator("reprise-slot-" + slot(replay, choice));
      };
    } catch (KafkaException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, "cannot find the " + draw.duty(), e);
    }
  }

  /** Returns a slot that delivers a shard of the replay now, or any slot if none does. */
  private int slot(String replay, int choice) {
    var shards = stack.api().replay(replay).path("shards");
    var slots =
        StreamSupport.stream(shards.spliterator(), false)
            .filter(shard -> shard.path("state").asText().equals("CLAIMED"))
            .map(shard -> shard.path("slot").asInt())
            .sorted(Comparator.naturalOrder())
            .toList();
    return slots.isEmpty() ? choice % SLOTS : slots.get(choice % slots.size());
  }

  private RunningWorker worker(String replay) {
    var takeover = new WorkerTakeover(stack, replay);
    return BoundedWait.forAnswer(takeover::busiest).orElseGet(() -> stack.workers().get(0));
  }

  /**
   * Runs {@code fault} on another thread and returns at once. {@code fault} ends once it has
   * removed the injected fault again.
   */
  private void begin(Runnable fault) {
    pending = CompletableFuture.runAsync(fault, BrokerFaults::startThread);
  }

  private static void startThread(Runnable task) {
    var thread = new Thread(task, "broker-fault");
    thread.setDaemon(true);
    thread.start();
  }

  /** Kills the broker, waits, and starts it again on the same directory. */
  private void kill(int broker, int millis) {
    stack.brokers().kill(broker);
    Interruption.sleep(Duration.ofMillis(millis));
    stack.brokers().start(broker);
  }

  private void freeze(int broker, int millis) {
    stack.brokers().freeze(broker);
    Interruption.sleep(Duration.ofMillis(millis));
    stack.brokers().thaw(broker);
  }

  /**
   * Freezes the broker again and again for short times, so that it behaves like a broker whose disk
   * stalls repeatedly.
   */
  private void slow(int broker, int millis, int seed) {
    var moments = new Random(seed);
    var end = Deadline.after(Duration.ofMillis(millis));
    while (!end.isPassed()) {
      freeze(broker, 100 + moments.nextInt(500));
      Interruption.sleep(Duration.ofMillis(100 + moments.nextInt(300)));
    }
  }

  private void heal(int millis) {
    Interruption.sleep(Duration.ofMillis(millis));
    cluster.heal();
  }

  /**
   * Waits until the fault in progress, if there is one, has ended and the cluster is whole again
   * (see {@link ClusterState#awaitWhole}).
   */
  void end() {
    var ending = pending;
    pending = CompletableFuture.completedFuture(null);
    try {
      KafkaAnswer.of(ending, FAULT_LIMIT);
    } finally {
      cluster.heal();
      stack.brokers().thawAll();
    }
    state.awaitWhole();
  }

  /**
   * Returns a sentence for every topic that has fewer than three replicas, or that does not require
   * two replicas to be in sync.
   */
  List<String> weakTopics() {
    return state.weakTopics();
  }

  ClusterChaosReport report() {
    var named = new TreeMap<String, Integer>();
    victims.forEach((duty, count) -> named.put(duty.name(), count));
    return new ClusterChaosReport(RelayedCluster.BROKERS, named);
  }
}
