package io.reprise.replay.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.spec.Throttle;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a replay that has expired. Together with the plan, the account replaces the
 * replay's events, slot records and progress records. Part of the record format of {@code
 * reprise.replays}. Immutable.
 *
 * @param events number of events that the replay had when it expired; also the sequence number of
 *     the event {@code Expired}
 * @param state the name of the final state
 * @param cause why the replay failed; null unless it is FAILED
 * @param attempt number of starts and retries
 * @param throttle the last rate limit
 * @param shards number of shards
 * @param done number of shards that are DONE
 * @param accounted number of planned offsets that are accounted for
 * @param counts the sum of the counts of all shards
 * @param balanced whether the counts of every partition add up, see {@link
 *     PartitionAccount#balanced}
 * @param digest the digest of the receipt, which covers the digests of all shards
 * @param partitions the account of each selected source partition
 * @param slots the slot of each shard, by shard index; {@link #UNKNOWN_SLOT} for a shard that was
 *     never claimed
 * @param commands the commands that were decided about the replay, oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayAccount(
    long events,
    String state,
    @Nullable String cause,
    int attempt,
    Throttle throttle,
    Instant createdAt,
    @Nullable Instant startedAt,
    Instant endedAt,
    int shards,
    int done,
    long accounted,
    ShardCounts counts,
    boolean balanced,
    String digest,
    List<PartitionAccount> partitions,
    List<Integer> slots,
    List<DecidedCommand> commands) {

  /** Says that the slot of a shard is not known, because the shard was never claimed. */
  public static final int UNKNOWN_SLOT = -1;

  public ReplayAccount {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(throttle, "throttle");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(endedAt, "endedAt");
    Objects.requireNonNull(counts, "counts");
    Objects.requireNonNull(digest, "digest");
    partitions = List.copyOf(partitions);
    slots = List.copyOf(slots);
    commands = List.copyOf(commands);
  }

  /** Returns the final state of the replay. */
  ReplayState finalState() {
    return ReplayState.ended(state, cause);
  }
}
