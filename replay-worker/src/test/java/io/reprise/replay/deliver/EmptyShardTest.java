package io.reprise.replay.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.Hole;
import io.reprise.replay.checkpoint.HoleReason;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.Throttle;
import io.reprise.store.LogBatch;
import io.reprise.store.OffsetRange;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class EmptyShardTest {
  private static final Plan PLAN =
      Samples.of(new Filter(List.of("ada"), null, null), Samples.plan(1, Throttle.NONE));
  private static final OffsetRange RANGE = new OffsetRange(1_000, 1_100);
  private static final List<OffsetRange> RECORDS =
      List.of(new OffsetRange(1_000, 1_010), new OffsetRange(1_020, 1_090));

  @Test
  void isDoneAndAccountsForEveryOffset() {
    var shard = new ShardPlan(0, 0, RANGE, 0, 1);
    var claimed = claimed(shard);

    var done = empty(shard).done(claimed, Samples.NOON);

    assertThat(done.state()).isEqualTo(ShardState.DONE);
    assertThat(done.leaseEpoch()).isEqualTo(claimed.leaseEpoch());
    assertThat(done.nextOffset()).isEqualTo(1_100);
    assertThat(done.counts()).isEqualTo(new ShardCounts(0, 80, 0, 0, 0, 20, 0));
    assertThat(done.counts().balances(RANGE)).isTrue();
    assertThat(done.holes().listed())
        .containsExactly(
            new Hole(new OffsetRange(1_010, 1_020), HoleReason.TRANSACTION),
            new Hole(new OffsetRange(1_090, 1_100), HoleReason.TRANSACTION));
    assertThat(done.digest()).isEqualTo(claimed.digest());
  }

  @Test
  void leavesTheRecordsToTheFirstBucketAsAReaderDoes() {
    var shard = new ShardPlan(1, 0, RANGE, 1, 2);

    var done = empty(shard).done(claimed(shard), Samples.NOON);

    assertThat(done.counts()).isEqualTo(new ShardCounts(0, 0, 80, 0, 0, 20, 0));
  }

  @Test
  void refusesAnAnswerAboutOtherOffsetsOrWithRecords() {
    var shard = new ShardPlan(0, 0, RANGE, 0, 1);
    var half = new LogBatch(new OffsetRange(1_000, 1_050), List.of());
    var record = new ConsumerRecord<>("orders", 0, 1_005, new byte[] {1}, new byte[] {2});

    assertThatThrownBy(() -> new EmptyShard(PLAN, shard, half))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not for the shard's offsets");
    assertThatThrownBy(
            () -> new EmptyShard(PLAN, shard, new LogBatch(RANGE, List.of(record), List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAShardThatHasPassedOffsetsBefore() {
    var shard = new ShardPlan(0, 0, RANGE, 0, 1);
    var later = Samples.progress(0, ShardState.CLAIMED, 10);

    assertThatThrownBy(() -> empty(shard).done(later, Samples.NOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("claimed before");
  }

  private static EmptyShard empty(ShardPlan shard) {
    return new EmptyShard(PLAN, shard, new LogBatch(RANGE, List.of(), RECORDS));
  }

  private static ShardProgress claimed(ShardPlan shard) {
    return ShardProgress.first(
        new ShardKey(Samples.ID, shard.index()), 3, shard, 1, "w1", Samples.NOON);
  }
}
