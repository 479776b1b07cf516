package io.reprise.replay.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardRate;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.checkpoint.ShardTotals;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Approval;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayAccount;
import io.reprise.replay.state.ReplayState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state and the progress of a replay, as the HTTP API and the CLI show it.
 *
 * @param timestamps which timestamps the copies get: {@code ORIGINAL} or {@code REPLAY}
 * @param acceptExpiry whether the plan was made even if the target topic would refuse the copies
 *     because of their timestamps, or would soon delete them
 * @param planned number of offsets to account for; an offset counts once, even if several shards
 *     read it
 * @param accounted number of offsets that are accounted for so far
 * @param shards number of shards
 * @param running number of shards that are CLAIMED
 * @param done number of shards that are DONE
 * @param startedBy the operator who first started the replay; null if it was never started
 * @param expiredAt when the replay expired, after which only its account is kept; null if it has
 *     not expired
 * @param cause why the replay failed, or why it has paused by itself; null unless it is FAILING,
 *     FAILED, PAUSING or PAUSED
 * @param approval the request to approve the replay and its outcome; null if no approval was
 *     requested, and if the replay has expired
 * @param waiting number of shards that wait, for a worker or a retry for example
 * @param waitsFor the most serious wait among the shards; null if no shard waits
 * @param rate how fast the shards may deliver together now, and the cause of the slowest one; null
 *     unless shards are delivered adaptively
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplaySummary(
    String id,
    String name,
    String reason,
    String state,
    String topic,
    String target,
    String ordering,
    String timestamps,
    boolean acceptExpiry,
    int attempt,
    Throttle throttle,
    long planned,
    long accounted,
    ShardCounts counts,
    int shards,
    int running,
    int done,
    String planHash,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable String startedBy,
    @Nullable Instant endedAt,
    @Nullable Instant expiredAt,
    @Nullable String cause,
    @Nullable Approval approval,
    int waiting,
    @Nullable ShardWaitView waitsFor,
    @Nullable ShardRate rate) {

  static ReplaySummary of(Replay replay, Map<Integer, ShardProgress> progress) {
    var counts =
        progress.values().stream()
            .map(ShardProgress::counts)
            .reduce(ShardCounts.NONE, ShardCounts::plus);
    var waits = ShardWaitView.all(replay, progress).toList();
    return of(
        replay,
        ShardTotals.accounted(
            replay.plan().shards(),
            shard -> {
              var record = progress.get(shard);
              return record == null ? ShardTotals.NEVER_CLAIMED : record.nextOffset();
            }),
        counts,
        count(progress, ShardState.CLAIMED),
        count(progress, ShardState.DONE),
        waits,
        rate(replay, progress));
  }

  /**
   * Makes the summary of a settled replay: it has ended for good, and no shard of it is CLAIMED.
   */
  static ReplaySummary settled(Replay replay, ShardTotals totals) {
    long accounted = ShardTotals.accounted(replay.plan().shards(), totals::nextOffset);
    return of(replay, accounted, totals.counts(), 0, totals.done(), List.of(), null);
  }

  /** Makes the summary of an expired replay from its account. */
  static ReplaySummary expired(Replay replay, ReplayAccount account) {
    return of(replay, account.accounted(), account.counts(), 0, account.done(), List.of(), null);
  }

  private static ReplaySummary of(
      Replay replay,
      long accounted,
      ShardCounts counts,
      int running,
      int done,
      List<ShardWaitView> waits,
      @Nullable ShardRate rate) {
    var plan = replay.plan();
    var spec = plan.spec();
    var expiry = replay.expiry();
    return new ReplaySummary(
        replay.id(),
        spec.name(),
        spec.reason(),
        replay.state().name(),
        spec.source().topic(),
        spec.target(),
        spec.ordering().name(),
        spec.timestamps().name(),
        spec.acceptExpiry(),
        replay.attempt(),
        replay.throttle(),
        plan.records(),
        accounted,
        counts,
        expiry == null ? plan.shards().size() : expiry.account().shards(),
        running,
        done,
        plan.hash(),
        replay.createdAt(),
        replay.startedAt(),
        null,
        replay.endedAt(),
        expiry == null ? null : expiry.at(),
        cause(replay.state()),
        expiry == null ? replay.approval() : null,
        waits.size(),
        waits.stream().min(Comparator.comparing(ShardWaitView::reason)).orElse(null),
        rate);
  }

  /** Returns a copy of this summary that names the operator who first started the replay. */
  ReplaySummary startedBy(@Nullable String operator) {
    return new ReplaySummary(
        id,
        name,
        reason,
        state,
        topic,
        target,
        ordering,
        timestamps,
        acceptExpiry,
        attempt,
        throttle,
        planned,
        accounted,
        counts,
        shards,
        running,
        done,
        planHash,
        createdAt,
        startedAt,
        operator,
        endedAt,
        expiredAt,
        cause,
        approval,
        waiting,
        waitsFor,
        rate);
  }

  /** Returns the sum of the limits of all shards, with the cause of the lowest one. */
  private static @Nullable ShardRate rate(Replay replay, Map<Integer, ShardProgress> progress) {
    var rates =
        progress.values().stream()
            .filter(s -> replay.state().delivers() && s.state() == ShardState.CLAIMED)
            .flatMap(s -> Stream.ofNullable(s.rate()))
            .toList();
    if (rates.isEmpty()) {
      return null;
    }
    long sum = rates.stream().mapToLong(ShardRate::recordsPerSecond).sum();
    return rates.stream()
        .filter(rate -> rate.cause() != null)
        .min(Comparator.comparing(ShardRate::recordsPerSecond))
        .map(slowest -> new ShardRate(sum, slowest.cause(), slowest.since()))
        .orElseGet(() -> new ShardRate(sum, null, null));
  }

  private static int count(Map<Integer, ShardProgress> progress, ShardState state) {
    return (int) progress.values().stream().filter(s -> s.state() == state).count();
  }

  private static @Nullable String cause(ReplayState state) {
    if (state instanceof ReplayState.Failed failed) {
      return failed.cause();
    }
    if (state instanceof ReplayState.Pausing pausing) {
      return pausing.cause();
    }
    if (state instanceof ReplayState.Paused paused) {
      return paused.cause();
    }
    return state instanceof ReplayState.Failing failing ? failing.cause() : null;
  }
}
