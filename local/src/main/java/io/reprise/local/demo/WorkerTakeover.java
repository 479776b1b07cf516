package io.reprise.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.local.stack.RunningWorker;
import io.reprise.local.stack.Stack;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Kills or freezes a worker, and measures the time until other workers have claimed all shards of
 * that worker.
 */
public final class WorkerTakeover {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private final Stack stack;
  private final String replay;

  public WorkerTakeover(Stack stack, String replay) {
    this.stack = stack;
    this.replay = replay;
  }

  /**
   * Returns the worker that runs most shards of the replay now; empty if no worker runs a shard.
   */
  public Optional<RunningWorker> busiest() {
    var running = new HashMap<String, Integer>();
    for (var shard : shards()) {
      if (isClaimed(shard)) {
        running.merge(shard.path("worker").asText(), 1, Integer::sum);
      }
    }
    return stack.workers().stream()
        .filter(worker -> running.containsKey(worker.name()))
        .max(Comparator.comparingInt(worker -> running.getOrDefault(worker.name(), 0)));
  }

  /**
   * Runs {@code strike}, which kills or freezes {@code victim}, and waits until other workers have
   * claimed all of the victim's shards.
   *
   * @return the time from the kill or freeze until the last of the victim's shards was claimed by
   *     another worker; empty if the victim had claimed no shards
   */
  public Optional<Duration> after(RunningWorker victim, Runnable strike) {
    strike.run();
    // The takeover time is measured from this moment. The deadline only limits the wait.
    long struck = System.nanoTime();
    var deadline = Deadline.after(LIMIT);
    var orphans = orphansOf(victim, deadline);
    if (orphans.isEmpty()) {
      return Optional.empty();
    }
    while (!orphans.isEmpty()) {
      if (deadline.isPassed()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "shards %s of %s had no new owner within %d s"
                .formatted(orphans.keySet(), victim.name(), LIMIT.toSeconds()));
      }
      Interruption.sleep(INTERVAL);
      removeClaimed(orphans, deadline);
    }
    return Optional.of(Duration.ofNanos(System.nanoTime() - struck));
  }

  /**
   * Returns the lease epoch of each shard that the killed or frozen worker had claimed, by shard.
   */
  private Map<Integer, Long> orphansOf(RunningWorker victim, Deadline deadline) {
    var orphans = new HashMap<Integer, Long>();
    for (var shard : shards(deadline)) {
      if (isClaimed(shard) && shard.path("worker").asText().equals(victim.name())) {
        orphans.put(shard.path("index").asInt(), shard.path("leaseEpoch").asLong());
      }
    }
    return orphans;
  }

  private void removeClaimed(Map<Integer, Long> orphans, Deadline deadline) {
    for (var shard : shards(deadline)) {
      int index = shard.path("index").asInt();
      var epoch = orphans.get(index);
      if (epoch != null && shard.path("leaseEpoch").asLong() > epoch) {
        orphans.remove(index);
      }
    }
  }

  /**
   * Reads the replay's shards from a worker. While no worker answers, retries until the deadline.
   */
  private JsonNode shards(Deadline deadline) {
    while (true) {
      try {
        return shards();
      } catch (CommandFailure e) {
        if (deadline.isPassed()) {
          throw e;
        }
        Interruption.sleep(INTERVAL);
      }
    }
  }

  private JsonNode shards() {
    return stack.api().replay(replay).path("shards");
  }

  private static boolean isClaimed(JsonNode shard) {
    return shard.path("state").asText().equals("CLAIMED");
  }
}
