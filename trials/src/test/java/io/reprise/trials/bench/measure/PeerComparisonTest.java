package io.reprise.trials.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerComparisonTest {

  @Test
  void alternatesTheOrderAndDropsWarmUps() throws InterruptedException {
    var order = new ArrayList<String>();

    var pairs =
        PeerComparison.interleaved(
            1,
            2,
            () -> {
              order.add("ours");
              return order.size();
            },
            () -> {
              order.add("peer");
              return order.size();
            });

    assertThat(order).containsExactly("ours", "peer", "peer", "ours", "ours", "peer");
    assertThat(pairs.pairs())
        .containsExactly(new PeerComparison.Pair(4, 3), new PeerComparison.Pair(5, 6));
  }

  @Test
  void usesTheMedianOfTheRatiosNotTheRatioOfTheMedians() throws InterruptedException {
    // A machine that is three times as fast in one pair than in the others.
    var ours = List.of(90.0, 300.0, 80.0).iterator();
    var peers = List.of(100.0, 300.0, 100.0).iterator();

    var figure =
        Figure.ofPairs(
            "f",
            PeerComparison.interleaved(0, 3, next(ours), next(peers)),
            "MiB/s",
            "peer",
            0.9,
            "");

    assertThat(figure.ratio()).isEqualTo(0.9);
    assertThat(figure.met()).isTrue();
    assertThat(figure.spread()).containsExactly(0.8, 1.0);
    assertThat(figure.samples()).isEqualTo(3);
  }

  private static PeerComparison.Measurement next(Iterator<Double> values) {
    return values::next;
  }
}
