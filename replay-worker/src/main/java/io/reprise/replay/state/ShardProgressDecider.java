package io.reprise.replay.state;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.spec.Throttle;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides what the shard records prove. Pure: (replay, its shard records, read to the end after the
 * replay's last event) to the next event, if one is due.
 */
public final class ShardProgressDecider {
  private final Replay replay;
  private final Map<Integer, ShardProgress> shards;

  /**
   * @param shards the newest record of each shard that has one, by shard index
   */
  public ShardProgressDecider(Replay replay, Map<Integer, ShardProgress> shards) {
    this.replay = replay;
    this.shards = shards;
  }

  /** The event that the records call for, or nothing; ask again after recording it. */
  public Optional<ReplayEvent> due() {
    var state = replay.state();
    if (state instanceof ReplayState.Stopping) {
      return failure()
          .filter(f -> state instanceof ReplayState.Pausing)
          .or(
              () ->
                  claimed().isEmpty() ? Optional.of(new ReplayEvent.Stopped()) : Optional.empty());
    }
    if (!(state instanceof ReplayState.Running)) {
      return Optional.empty();
    }
    return failure().or(this::completion).or(this::newShares);
  }

  private List<Integer> claimed() {
    return shards.entrySet().stream()
        .filter(e -> e.getValue().state() == ShardState.CLAIMED)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private Optional<ReplayEvent> failure() {
    return shards.values().stream()
        .filter(s -> s.state() == ShardState.FAILED && s.attempt() == replay.attempt())
        .findFirst()
        .map(s -> new ReplayEvent.FailureObserved("shard " + s.shard().index() + ": " + s.cause()));
  }

  private Optional<ReplayEvent> completion() {
    for (ShardPlan plan : replay.plan().shards()) {
      var shard = shards.get(plan.index());
      if (shard == null || shard.state() != ShardState.DONE) {
        return Optional.empty();
      }
      if (!shard.counts().balances(plan.range())) {
        return Optional.of(new ReplayEvent.FailureObserved(imbalance(plan, shard)));
      }
    }
    boolean parked = shards.values().stream().anyMatch(s -> s.counts().parked() > 0);
    return Optional.of(new ReplayEvent.Completed(parked));
  }

  private static String imbalance(ShardPlan plan, ShardProgress shard) {
    return "shard %d accounts for %d offsets of %s, which has %d: this is a defect, keep the records"
        .formatted(plan.index(), shard.counts().accounted(), plan.range(), plan.range().span());
  }

  private Optional<ReplayEvent> newShares() {
    if (replay.throttle().isUnlimited()) {
      return Optional.empty();
    }
    var shares = RateShares.divide(replay.throttle(), claimed());
    return Objects.equals(shares, replay.shares())
        ? Optional.empty()
        : Optional.of(new ReplayEvent.SharesIssued(shares));
  }

  /** Records by shard index, from any collection of them. */
  public static Map<Integer, ShardProgress> byIndex(Iterable<ShardProgress> records) {
    return java.util.stream.StreamSupport.stream(records.spliterator(), false)
        .collect(Collectors.toMap(s -> s.shard().index(), s -> s));
  }

  /** What a shard may deliver a second, or null if it must wait for its share. */
  public static @org.jspecify.annotations.Nullable Throttle shareOf(Replay replay, int shard) {
    return replay.throttle().isUnlimited() ? Throttle.NONE : replay.shares().get(shard);
  }
}
