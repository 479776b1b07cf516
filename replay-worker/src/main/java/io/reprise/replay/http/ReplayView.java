package io.reprise.replay.http;

import io.reprise.replay.operate.ReplaySummary;
import io.reprise.replay.plan.Plan;
import java.util.List;

/** One replay: where it stands, what was planned, and each shard. */
record ReplayView(ReplaySummary summary, Plan plan, List<ShardView> shards) {}
