package io.reprise.replay.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.spec.Throttle;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateSharesTest {

  @Test
  void givesTheRemainderToTheFirstShards() {
    assertThat(RateShares.divide(new Throttle(10L, 7L), List.of(4, 7, 9)))
        .isEqualTo(
            Map.of(
                4, new Throttle(4L, 3L),
                7, new Throttle(3L, 2L),
                9, new Throttle(3L, 2L)));
  }

  @Test
  void leavesAnUnlimitedDimensionUnlimited() {
    assertThat(RateShares.divide(new Throttle(10L, null), List.of(1, 2)))
        .isEqualTo(Map.of(1, new Throttle(5L, null), 2, new Throttle(5L, null)));
  }

  @Test
  void givesTheLastShardsNoShareWhenUnitsAreTooFew() {
    assertThat(RateShares.divide(new Throttle(2L, null), List.of(1, 2, 3)))
        .isEqualTo(Map.of(1, new Throttle(1L, null), 2, new Throttle(1L, null)));
    assertThat(RateShares.divide(new Throttle(100L, 1L), List.of(1, 2)))
        .isEqualTo(Map.of(1, new Throttle(50L, 1L)));
  }

  @Test
  void givesNoSharesWithoutShards() {
    assertThat(RateShares.divide(new Throttle(2L, 2L), List.of())).isEmpty();
  }

  /**
   * The sum of shares never exceeds the rate, equals it when each shard has one, and no shard waits
   * while units are left.
   */
  @Test
  void sharesSumToTheRateForAnyNumberOfShards() {
    var random = new Random(3);
    for (int round = 0; round < 20_000; round++) {
      var whole = new Throttle(rate(random), rate(random));
      var shards = IntStream.range(0, 1 + random.nextInt(70)).boxed().toList();

      var shares = RateShares.divide(whole, shards);

      assertThat(shares).as("%s among %d", whole, shards.size()).isNotEmpty();
      assertSum(whole.recordsPerSecond(), shares, shards.size(), Throttle::recordsPerSecond);
      assertSum(whole.bytesPerSecond(), shares, shards.size(), Throttle::bytesPerSecond);
    }
  }

  private static Long rate(Random random) {
    return random.nextInt(4) == 0 ? null : 1 + random.nextLong(1L << random.nextInt(1, 50));
  }

  private static void assertSum(
      Long whole,
      Map<Integer, Throttle> shares,
      int shards,
      java.util.function.Function<Throttle, Long> part) {
    if (whole == null) {
      assertThat(shares.values()).allMatch(s -> part.apply(s) == null);
      return;
    }
    long sum = shares.values().stream().mapToLong(part::apply).sum();
    if (shares.size() == shards) {
      assertThat(sum).isEqualTo(whole);
    }
    assertThat(sum).isLessThanOrEqualTo(whole);
    assertThat(shares.values()).allMatch(s -> part.apply(s) >= 1);
  }
}
