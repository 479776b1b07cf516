package io.reprise.replay.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.DecidedCommand;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.store.OffsetRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReceiptTest {
  private static final Replay COMPLETED =
      Samples.replay(
          Samples.plan(2, Throttle.NONE),
          new ReplayEvent.Started(),
          new ReplayEvent.Completed(false));

  @Test
  void accountsForEveryOffsetOfACompletedReplay() {
    var receipt =
        receipt(
            COMPLETED,
            Samples.progress(0, ShardState.DONE, 100),
            Samples.progress(1, ShardState.DONE, new ShardCounts(90, 4, 0, 0, 1, 5, 900)));

    assertThat(receipt.complete()).isTrue();
    assertThat(receipt.balanced()).isTrue();
    assertThat(receipt.planned()).isEqualTo(200);
    assertThat(receipt.delivered()).isEqualTo(190);
    assertThat(receipt.filtered()).isEqualTo(4);
    assertThat(receipt.skipped()).isEqualTo(1);
    assertThat(receipt.holes()).isEqualTo(5);
    assertThat(receipt.digest())
        .isEqualTo("e3c515a0fc1db6dc03ad0b34c3c0a616079ff5b29333f4b1127965600c8b82e4");
  }

  @Test
  void anExpiredReplayHasTheSameReceiptWithoutItsShards() {
    var records =
        Map.of(
            0, Samples.progress(0, ShardState.DONE, 100),
            1, Samples.progress(1, ShardState.DONE, new ShardCounts(90, 4, 0, 0, 1, 5, 900)));
    var before = Receipt.of(COMPLETED, records, Map.of());
    var commands = List.of(new DecidedCommand("c-1", "ada", "Created"));

    var account = ExpiryAccount.of(COMPLETED, records, Map.of(), commands);
    var after = Receipt.ofExpired(COMPLETED, account);

    assertThat(after)
        .usingRecursiveComparison()
        .ignoringFields("partitions.shards")
        .isEqualTo(before);
    assertThat(after.partitions()).allMatch(p -> p.shards().isEmpty());
    assertThat(account.shards()).isEqualTo(2);
    assertThat(account.done()).isEqualTo(2);
    assertThat(account.accounted()).isEqualTo(200);
    assertThat(account.counts()).isEqualTo(new ShardCounts(190, 4, 0, 0, 1, 5, 1_900));
    assertThat(account.slots()).containsExactly(0, 1);
    assertThat(account.commands()).isEqualTo(commands);
    assertThat(account.events()).isEqualTo(COMPLETED.nextSeq());
  }

  @Test
  void theReceiptOfAnExpiredReplayStillNamesWhatIsInDoubt() {
    var failed =
        Samples.replay(
            Samples.plan(2, Throttle.NONE),
            new ReplayEvent.Started(),
            new ReplayEvent.FailureObserved("in doubt"),
            new ReplayEvent.Stopped());
    var records = Map.of(1, Samples.progress(1, ShardState.FAILED, 40));
    var doubts = Map.of(1, "it is in doubt whether offsets [1040, 1060) were delivered");
    var before = Receipt.of(failed, records, doubts);
    int partition = failed.plan().shards().get(1).partition();

    var after = Receipt.ofExpired(failed, ExpiryAccount.of(failed, records, doubts, List.of()));

    assertThat(before.partitions().get(partition).shards().get(0).doubt()).isEqualTo(doubts.get(1));
    assertThat(after.partitions().get(partition).doubts()).isEqualTo(doubts);
    assertThat(after.partitions().get(0).doubts()).isEmpty();
  }

  @Test
  void anAccountKeepsTheFirstHundredDoubts() {
    var doubts = new HashMap<Integer, String>();
    IntStream.range(0, 150).forEach(shard -> doubts.put(shard, "doubt " + shard));

    assertThat(ExpiryAccount.kept(doubts))
        .hasSize(100)
        .containsEntry(0, "doubt 0")
        .containsEntry(99, "doubt 99");
  }

  @Test
  void anAccountKeepsTheNewestThousandCommands() {
    var commands =
        IntStream.range(0, 1_500)
            .mapToObj(i -> new DecidedCommand("c-" + i, "ada", "RateChanged"))
            .toList();

    var account = ExpiryAccount.of(COMPLETED, Map.of(), Map.of(), commands);

    assertThat(account.commands()).isEqualTo(commands.subList(500, 1_500));
    assertThat(account.slots()).containsExactly(-1, -1);
  }

  @Test
  void isNotCompleteWhileTheReplayRuns() {
    var running = Samples.replay(Samples.plan(2, Throttle.NONE), new ReplayEvent.Started());

    var receipt = receipt(running, Samples.progress(0, ShardState.CLAIMED, 10));

    assertThat(receipt.complete()).isFalse();
    assertThat(receipt.balanced()).isFalse();
    assertThat(receipt.delivered()).isEqualTo(10);
    assertThat(receipt.partitions().get(1).shards().get(0).state()).isEqualTo("ABSENT");
  }

  @Test
  void isNotCompleteWhenAShardDoesNotAccountForAnOffset() {
    var receipt =
        receipt(
            COMPLETED,
            Samples.progress(0, ShardState.DONE, 100),
            Samples.progress(1, ShardState.DONE, 99));

    assertThat(receipt.balanced()).isFalse();
    assertThat(receipt.complete()).isFalse();
  }

  @Test
  void digestCoversTheOrderAndRangeOfShards() {
    var zero = Samples.progress(0, ShardState.DONE, 100);
    var one = Samples.progress(1, ShardState.DONE, 100);
    var wider = Samples.replay(Samples.plan(3, Throttle.NONE));

    assertThat(receipt(COMPLETED, zero, one).digest())
        .isNotEqualTo(receipt(wider, zero, one).digest());
  }

  @Test
  void countsMissingDuplicatedAlteredAndReorderedRecords() {
    var shard = new ShardPlan(0, 0, new OffsetRange(100, 110), 0, 1);
    var comparison = new ShardComparison(shard, 2);
    for (long offset = 100; offset < 106; offset++) {
      comparison.addExpected(offset, (int) offset);
    }

    comparison.addFound(100, 100, 0);
    comparison.addFound(102, 102, 0);
    comparison.addFound(101, 101, 0);
    comparison.addFound(103, 103, 1);
    comparison.addFound(103, 103, 1);
    comparison.addFound(104, 999, 1);
    comparison.addFound(109, 109, 1);

    assertThat(comparison.missing()).isEqualTo(1);
    assertThat(comparison.duplicated()).isEqualTo(1);
    assertThat(comparison.outOfOrder()).isEqualTo(1);
    assertThat(comparison.altered()).isEqualTo(2);
  }

  private static Receipt receipt(Replay replay, ShardProgress... records) {
    var byIndex = new HashMap<Integer, ShardProgress>();
    for (var record : records) {
      byIndex.put(record.shard().index(), record);
    }
    return Receipt.of(replay, byIndex, Map.of());
  }
}
