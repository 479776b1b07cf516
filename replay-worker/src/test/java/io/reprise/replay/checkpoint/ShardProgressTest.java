package io.reprise.replay.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.store.OffsetRange;
import io.reprise.store.digest.OffsetDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardProgressTest {
  private static final ShardKey KEY = new ShardKey(Samples.ID, 3);
  private static final ShardPlan PLAN = new ShardPlan(3, 1, new OffsetRange(100, 200), 0, 1);
  private static final ShardProgress FIRST =
      ShardProgress.first(KEY, 5, PLAN, 1, "w1", Samples.NOON);

  @Test
  void beginsAtItsRangesStartUnderLease1() {
    assertThat(FIRST.state()).isEqualTo(ShardState.CLAIMED);
    assertThat(FIRST.nextOffset()).isEqualTo(100);
    assertThat(FIRST.leaseEpoch()).isEqualTo(1);
    assertThat(FIRST.counts()).isEqualTo(ShardCounts.NONE);
    assertThat(FIRST.digest()).isEqualTo(OffsetDigest.State.EMPTY);
  }

  @Test
  void aClaimKeepsTheProgressAndRaisesTheLease() {
    var later = Samples.NOON.plusSeconds(9);
    var failed = advanced().failed("gone", Samples.NOON);

    var claimed = failed.claimedBy("w2", 2, later);

    assertThat(claimed)
        .usingRecursiveComparison()
        .ignoringFields("state", "leaseEpoch", "attempt", "worker", "at", "cause")
        .isEqualTo(failed);
    assertThat(claimed.state()).isEqualTo(ShardState.CLAIMED);
    assertThat(claimed.leaseEpoch()).isEqualTo(2);
    assertThat(claimed.attempt()).isEqualTo(2);
    assertThat(claimed.worker()).isEqualTo("w2");
    assertThat(claimed.at()).isEqualTo(later);
    assertThat(claimed.cause()).isNull();
  }

  @Test
  void advancesUnderTheSameLease() {
    assertThat(advanced().nextOffset()).isEqualTo(150);
    assertThat(advanced().leaseEpoch()).isEqualTo(1);
    assertThat(advanced().state()).isEqualTo(ShardState.CLAIMED);
    assertThat(advanced().in(ShardState.DONE, Samples.NOON).nextOffset()).isEqualTo(150);
  }

  @Test
  void failsWithItsCauseWhereItStands() {
    var failed = advanced().failed("offset 150 was refused", Samples.NOON);

    assertThat(failed.state()).isEqualTo(ShardState.FAILED);
    assertThat(failed.cause()).isEqualTo("offset 150 was refused");
    assertThat(failed.nextOffset()).isEqualTo(150);
  }

  @Test
  void balancesWhenEachOffsetIsCountedOnce() {
    var counts = new ShardCounts(10, 20, 30, 5, 15, 20, 999);

    assertThat(counts.accounted()).isEqualTo(100);
    assertThat(counts.balances(PLAN.range())).isTrue();
    assertThat(counts.plus(new ShardCounts(0, 0, 0, 0, 0, 1, 0)).balances(PLAN.range())).isFalse();
    assertThat(counts.plus(counts)).isEqualTo(new ShardCounts(20, 40, 60, 10, 30, 40, 1_998));
  }

  @Test
  void namesItsShardByReplayAndIndex() {
    assertThat(KEY).hasToString(Samples.ID + "/3");
    assertThat(ShardKey.parse(KEY.toString())).isEqualTo(KEY);
    assertThat(ShardKey.parse("a/b/7")).isEqualTo(new ShardKey("a/b", 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/3", "replay", "replay/", "replay/x"})
  void refusesWhatIsNoShardKey(String text) {
    assertThatThrownBy(() -> ShardKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static ShardProgress advanced() {
    return FIRST.advanced(
        150,
        new ShardCounts(50, 0, 0, 0, 0, 0, 500),
        HoleList.NONE,
        OffsetDigest.State.EMPTY,
        Samples.NOON);
  }
}
