package io.reprise.replay.deliver;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.runtime.log.LogFields;

/**
 * The fields of log lines about one shard: {@code replay}, {@code shard}, and the {@code topic} and
 * {@code partition} that it reads. Stateless and thread-safe.
 */
public final class ShardLogFields {
  private ShardLogFields() {}

  /** Adds the fields to the lines of the current thread; the caller closes them. */
  public static LogFields of(ShardKey key, Plan plan, ShardPlan shard) {
    return LogFields.with("replay", key.replay())
        .and("shard", key)
        .and("topic", plan.spec().source().topic())
        .and("partition", shard.partition());
  }
}
