package io.reprise.replay.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.operate.ReplaySummary;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayAccount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One replay with its summary, its plan and its shards, as JSON.
 *
 * @param shards the shards with their progress; empty if the replay has expired
 * @param account what is kept of a replay that has expired; null unless the replay has expired
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReplayView(
    ReplaySummary summary, Plan plan, List<ShardView> shards, @Nullable ReplayAccount account) {

  static ReplayView of(Replay replay, ReplaySummary summary, Map<Integer, ShardProgress> shards) {
    var expiry = replay.expiry();
    return expiry == null
        ? new ReplayView(summary, replay.plan(), ShardView.of(replay, shards), null)
        : new ReplayView(summary, replay.plan().withoutShards(), List.of(), expiry.account());
  }
}
