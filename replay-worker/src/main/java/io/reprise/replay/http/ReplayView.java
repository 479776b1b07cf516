package io.reprise.replay.http;

import io.reprise.replay.operate.ReplaySummary;
import io.reprise.replay.plan.Plan;
import java.util.List;

/** One replay with its summary, its plan and its shards, as JSON. */
record ReplayView(ReplaySummary summary, Plan plan, List<ShardView> shards) {}
