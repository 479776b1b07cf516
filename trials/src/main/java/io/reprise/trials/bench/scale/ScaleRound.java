package io.reprise.trials.bench.scale;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.kafka.time.Deadline;
import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.drive.ReplayRequest;
import io.reprise.trials.bench.drive.RunningReplay;
import io.reprise.trials.bench.measure.BenchEnvironment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Measures one round of replays: with each number of workers, one replay for each ordering. An
 * instance is used for one round.
 */
final class ScaleRound {
  private static final Duration BALANCE_LIMIT = Duration.ofMinutes(5);
  private static final Duration BALANCE_PAUSE = Duration.ofMillis(100);

  private final BenchEnvironment environment;
  private final Stack stack;
  private final String topic;
  private final String target;
  private final int eventsPerWorker;
  private final int fewest;
  private final List<Integer> more;
  private final Map<String, Double> perWorker = new HashMap<>();

  ScaleRound(
      BenchEnvironment environment,
      Stack stack,
      String topic,
      String target,
      int eventsPerWorker,
      int fewest,
      List<Integer> more) {
    this.environment = environment;
    this.stack = stack;
    this.topic = topic;
    this.target = target;
    this.eventsPerWorker = eventsPerWorker;
    this.fewest = fewest;
    this.more = more;
  }

  /**
   * Runs the round. Then stops the workers that the round has added, so that the smallest number of
   * workers runs again.
   */
  ScaleRound run() throws InterruptedException {
    measure(fewest);
    for (int workers : more) {
      stack.addWorkers(workers - stack.workers().size());
      measure(workers);
    }
    while (stack.workers().size() > fewest) {
      stack.remove(stack.workers().get(stack.workers().size() - 1));
    }
    return this;
  }

  private void measure(int workers) throws InterruptedException {
    awaitBalance(workers);
    for (var ordering : List.of("UNORDERED", "KEY")) {
      double rate = rate(ordering, workers);
      perWorker.put(ordering + workers, rate / workers);
      environment.say("%d workers, %s: %.0f records/s", workers, ordering, rate);
    }
  }

  /** Waits until all workers own the same number of slots. */
  private void awaitBalance(int workers) {
    if (!Deadline.after(BALANCE_LIMIT).await(() -> isBalanced(workers), BALANCE_PAUSE)) {
      throw new IllegalStateException(
          "%d workers do not own the same number of slots after %d s: %s"
              .formatted(workers, BALANCE_LIMIT.toSeconds(), views()));
    }
  }

  private boolean isBalanced(int workers) {
    var views = views();
    long share = views.get(0).path("slots").asLong() / workers;
    return views.stream().allMatch(v -> v.path("slotsHeld").asLong() == share);
  }

  private List<JsonNode> views() {
    return stack.workers().stream().map(w -> w.api().worker()).toList();
  }

  private double rate(String ordering, int workers) throws InterruptedException {
    long events = (long) workers * eventsPerWorker;
    var request =
        ReplayRequest.whole(topic, target).ordered(ordering).to(events / ScaleBench.PARTITIONS);
    return RunningReplay.start(stack.api(), request).recordsPerSecondWhileRunning(workers);
  }

  double efficiency(String ordering, int workers) {
    return measured(ordering, workers) / measured(ordering, fewest);
  }

  private double measured(String ordering, int workers) {
    return Objects.requireNonNull(perWorker.get(ordering + workers));
  }
}
