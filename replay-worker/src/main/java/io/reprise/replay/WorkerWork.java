package io.reprise.replay;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.operate.ShardWaitView;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.state.ReplayTable;
import io.reprise.runtime.http.ServiceStatus.Work;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What runs and waits, as the status of a worker shows it. Stateless and thread-safe. */
final class WorkerWork {
  private WorkerWork() {}

  static List<Work> of(ReplayEngine engine) {
    var all = of(engine.replays().table(), engine.progress()::of);
    return List.of(all.get(0), all.get(1), new Work("shards here", engine.shardsRunning(), 0));
  }

  /**
   * Counts the replays that were started and are not finished, and their shards on all workers. A
   * replay that is not RUNNING waits. Reads only what is on the heap.
   *
   * @param progress returns the progress records of a replay, by the number of the shard
   */
  static List<Work> of(ReplayTable table, Function<String, Map<Integer, ShardProgress>> progress) {
    long running = 0;
    long claimed = 0;
    long waiting = 0;
    var unfinished =
        table.live().stream()
            .filter(replay -> replay.startedAt() != null && !replay.state().isFinal())
            .toList();
    for (var replay : unfinished) {
      var records = progress.apply(replay.id());
      running += replay.state() instanceof ReplayState.Running ? 1 : 0;
      claimed += records.values().stream().filter(r -> r.state() == ShardState.CLAIMED).count();
      waiting += waiting(replay, records);
    }
    return List.of(
        new Work("replays", running, unfinished.size() - running),
        new Work("shards", claimed, waiting));
  }

  private static long waiting(Replay replay, Map<Integer, ShardProgress> records) {
    return replay.plan().shards().stream()
        .filter(shard -> ShardWaitView.of(replay, shard, records.get(shard.index())).isPresent())
        .count();
  }
}
