package io.reprise.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.checkpoint.ShardTotals;
import org.junit.jupiter.api.Test;

class ReplayRecordsTest {
  private static int capacityFor(int shards) {
    int capacity = 0;
    for (int index = 0; index < shards; index++) {
      capacity = index < capacity ? capacity : ReplayRecords.capacity(index, capacity);
    }
    return capacity;
  }

  @Test
  void keepsFewUnusedElementsForAReplayOfAFewShards() {
    assertThat(capacityFor(1)).isEqualTo(8);
    assertThat(capacityFor(64)).isEqualTo(64);
    assertThat(capacityFor(65)).isEqualTo(72);
  }

  @Test
  void copiesTheRecordsOfALargeReplayARareNumberOfTimes() {
    int copies = 0;
    int capacity = 0;
    for (int index = 0; index < 1_000_000; index++) {
      if (index >= capacity) {
        capacity = ReplayRecords.capacity(index, capacity);
        copies++;
      }
    }
    assertThat(copies).isLessThan(120);
    assertThat(capacity).isLessThan(1_300_000);
  }

  private final ReplayRecords records = new ReplayRecords();

  @Test
  void keepsEveryRecordOfAReplayThatMayRun() {
    records.put(Samples.progress(1, ShardState.DONE, 100), 7);
    records.put(Samples.progress(1, ShardState.DONE, 100), 9);

    assertThat(records.isSettled()).isFalse();
    assertThat(records.totals()).isEmpty();
    assertThat(records.snapshot().known()).containsOnlyKeys(1);
    assertThat(records.snapshot().stored()).isEmpty();
  }

  @Test
  void keepsOnlyTotalsAndPlacesOnceTheReplayHasEndedForGood() {
    records.put(Samples.progress(2, ShardState.DONE, 100), 7);
    records.put(Samples.progress(0, ShardState.STOPPED, 40), 8);

    records.end();

    assertThat(records.isSettled()).isTrue();
    assertThat(records.snapshot().known()).isEmpty();
    assertThat(records.snapshot().stored())
        .containsOnly(
            java.util.Map.entry(2, new ReplayRecords.Place(2, 7)),
            java.util.Map.entry(0, new ReplayRecords.Place(0, 8)));
    assertThat(records.snapshot(1).stored()).isEmpty();
    assertThat(records.snapshot(2).stored()).containsOnlyKeys(2);
    var totals = records.totals().orElseThrow();
    assertThat(totals.counts()).isEqualTo(new ShardCounts(140, 0, 0, 0, 0, 0, 1_400));
    assertThat(totals.done()).isEqualTo(1);
    assertThat(totals.nextOffset(0)).isEqualTo(1_040);
    assertThat(totals.nextOffset(1)).isEqualTo(ShardTotals.NEVER_CLAIMED);
    assertThat(totals.nextOffset(2)).isEqualTo(ShardTotals.REACHED_END);
    assertThat(totals.nextOffset(99)).isEqualTo(ShardTotals.NEVER_CLAIMED);
  }

  @Test
  void onlyClaimedAndUnclaimedShardsAreOpenOnceTheReplayHasEndedForGood() {
    records.put(Samples.progress(0, ShardState.CLAIMED, 10), 1);
    records.put(Samples.progress(1, ShardState.FAILED, 10), 2);
    assertThat(records.open(1).orElseThrow().last().state()).isEqualTo(ShardState.FAILED);

    records.end();

    assertThat(records.open(0).orElseThrow().last().state()).isEqualTo(ShardState.CLAIMED);
    assertThat(records.open(1)).isEmpty();
    assertThat(records.open(2).orElseThrow().last()).isNull();
  }

  @Test
  void countsRecordsThatAreReadAfterTheEnd() {
    records.end();
    records.put(Samples.progress(1, ShardState.DONE, 100), 3);

    assertThat(records.isSettled()).isTrue();
    assertThat(records.totals().orElseThrow().nextOffset(0)).isEqualTo(ShardTotals.NEVER_CLAIMED);
    assertThat(records.totals().orElseThrow().nextOffset(1)).isEqualTo(ShardTotals.REACHED_END);
  }

  @Test
  void aClaimThatLostTheRaceWithTheEndStaysKnownUntilItIsStopped() {
    records.put(Samples.progress(0, ShardState.CLAIMED, 10), 1);
    records.end();
    assertThat(records.isSettled()).isFalse();
    assertThat(records.snapshot().known()).containsOnlyKeys(0);

    records.put(Samples.progress(0, ShardState.STOPPED, 10), 2);
    assertThat(records.isSettled()).isTrue();
    assertThat(records.totals().orElseThrow().counts().delivered()).isEqualTo(10);

    records.put(Samples.progress(0, ShardState.CLAIMED, 10), 3);
    assertThat(records.isSettled()).isFalse();

    // The totals would count the shard twice: the records themselves tell.
    records.put(Samples.progress(0, ShardState.STOPPED, 10), 4);
    assertThat(records.isSettled()).isTrue();
    assertThat(records.totals()).isEmpty();
    assertThat(records.snapshot().stored().get(0)).isEqualTo(new ReplayRecords.Place(0, 4));
  }

  @Test
  void forgetsAShardWhoseRecordWasRemoved() {
    records.put(Samples.progress(0, ShardState.DONE, 100), 1);
    records.end();
    records.remove(0);

    assertThat(records.snapshot().stored()).isEmpty();
    assertThat(records.totals()).isEmpty();
  }
}
