package io.reprise.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.launcher.cli.CommandFailure;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.launcher.stack.Stack;
import io.reprise.launcher.stack.Worker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Kills a worker in the middle of its shards and measures until others have claimed all of them.
 */
public final class Takeover {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private final Stack stack;
  private final String replay;

  public Takeover(Stack stack, String replay) {
    this.stack = stack;
    this.replay = replay;
  }

  /**
   * Kills the worker that runs most shards.
   *
   * @return how long the orphaned shards had no owner
   */
  public Duration killBusiest() throws InterruptedException {
    var victim = busiest();
    stack.kill(victim);
    long killed = System.nanoTime();
    var orphans = orphansOf(victim);
    while (!orphans.isEmpty()) {
      if (System.nanoTime() - killed > LIMIT.toNanos()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "shards %s had no new owner within %d s"
                .formatted(orphans.keySet(), LIMIT.toSeconds()));
      }
      Thread.sleep(INTERVAL.toMillis());
      removeClaimed(orphans);
    }
    return Duration.ofNanos(System.nanoTime() - killed);
  }

  private Worker busiest() {
    var running = new HashMap<String, Integer>();
    for (var shard : shards()) {
      if (isClaimed(shard)) {
        running.merge(shard.path("worker").asText(), 1, Integer::sum);
      }
    }
    return stack.workers().stream()
        .max(java.util.Comparator.comparingInt(w -> running.getOrDefault(w.name(), 0)))
        .orElseThrow();
  }

  /** Shard to lease epoch, of what its last owner left claimed. */
  private Map<Integer, Long> orphansOf(Worker victim) {
    var orphans = new HashMap<Integer, Long>();
    for (var shard : shards()) {
      if (isClaimed(shard) && shard.path("worker").asText().equals(victim.name())) {
        orphans.put(shard.path("index").asInt(), shard.path("leaseEpoch").asLong());
      }
    }
    return orphans;
  }

  private void removeClaimed(Map<Integer, Long> orphans) {
    for (var shard : shards()) {
      int index = shard.path("index").asInt();
      var epoch = orphans.get(index);
      if (epoch != null && shard.path("leaseEpoch").asLong() > epoch) {
        orphans.remove(index);
      }
    }
  }

  private Iterable<JsonNode> shards() {
    return List.copyOf(toList(stack.api().replay(replay).path("shards")));
  }

  private static List<JsonNode> toList(JsonNode array) {
    var list = new java.util.ArrayList<JsonNode>();
    array.forEach(list::add);
    return list;
  }

  private static boolean isClaimed(JsonNode shard) {
    return shard.path("state").asText().equals("CLAIMED");
  }
}
