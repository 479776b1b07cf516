package io.reprise.kafka.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class HeartbeatProofTest {
  private static final Duration LONGER_THAN_ANY_SESSION = Duration.ofDays(1);

  private final ManualTicker ticker = new ManualTicker();
  private final HeartbeatProof proof = new HeartbeatProof(ticker);

  @Test
  void thereIsNoProofBeforeAnAnswer() {
    assertThat(proof.age()).isGreaterThan(LONGER_THAN_ANY_SESSION);

    proof.look(Map.of());
    proof.look(answered(0));

    assertThat(proof.age()).isGreaterThan(LONGER_THAN_ANY_SESSION);
  }

  @Test
  void answersBeforeTheFirstLookProveNothing() {
    proof.look(answered(7));

    assertThat(proof.age()).isGreaterThan(LONGER_THAN_ANY_SESSION);
  }

  @Test
  void anAnswerProvesTheMembershipAtTheLookBefore() {
    proof.look(answered(1, 4));
    ticker.pass(250);
    proof.look(answered(2, 4));
    ticker.pass(250);
    proof.look(answered(2, 4));

    assertThat(proof.age()).isEqualTo(Duration.ofMillis(500 + 4 + 1));
  }

  /** A poll that ends with an answer has not yet acted upon it, and the answer can be a refusal. */
  @Test
  void anAnswerProvesNothingBeforeTheNextPollHasEnded() {
    proof.look(answered(1, 4));
    ticker.pass(250);
    proof.look(answered(2, 4));

    assertThat(proof.age()).isGreaterThan(LONGER_THAN_ANY_SESSION);
  }

  @Test
  void theProofAgesWithoutFurtherAnswers() {
    proof.look(answered(1, 4));
    ticker.pass(250);
    proof.look(answered(2, 4));
    ticker.pass(10_000);
    proof.look(answered(2, 4));

    assertThat(proof.age()).isEqualTo(Duration.ofMillis(10_250 + 4 + 1));
  }

  @Test
  void anAnswerFromBeforeAFreezeIsNoYoungProof() {
    proof.look(answered(1, 4));
    ticker.pass(250);
    proof.look(answered(2, 4));
    ticker.pass(10_000);
    proof.look(answered(2, 4));
    ticker.pass(250);
    // The answer to a heartbeat that was sent before the freeze.
    proof.look(answered(3, 10_200));
    ticker.pass(250);
    proof.look(answered(3, 10_200));

    assertThat(proof.age()).isGreaterThanOrEqualTo(Duration.ofMillis(10_500));
  }

  @Test
  void theSecondAnswerAfterAFreezeIsAYoungProof() {
    proof.look(answered(1, 4));
    ticker.pass(10_000);
    proof.look(answered(1, 4));
    ticker.pass(250);
    proof.look(answered(2, 10_200));
    ticker.pass(250);
    proof.look(answered(3, 10_200));
    ticker.pass(250);
    proof.look(answered(3, 10_200));

    assertThat(proof.age()).isEqualTo(Duration.ofMillis(750));
  }

  @Test
  void twoAnswersBetweenTwoLooksProveTheMembershipAtTheFirst() {
    proof.look(answered(1, 10_200));
    ticker.pass(250);
    proof.look(answered(3, 10_200));
    ticker.pass(250);
    proof.look(answered(3, 10_200));

    assertThat(proof.age()).isEqualTo(Duration.ofMillis(500));
  }

  private static Map<MetricName, Metric> answered(double count) {
    return answered(count, Double.NaN);
  }

  private static Map<MetricName, Metric> answered(double count, double longestMillis) {
    var total = metric("heartbeat-total", count);
    var longest = metric("heartbeat-response-time-max", longestMillis);
    return Map.of(total.metricName(), total, longest.metricName(), longest);
  }

  private static Metric metric(String metric, double value) {
    var name = new MetricName(metric, "consumer-coordinator-metrics", "", Map.of());
    return new Metric() {
      @Override
      public MetricName metricName() {
        return name;
      }

      @Override
      public Object metricValue() {
        return value;
      }
    };
  }

  private static final class ManualTicker implements Ticker {
    private long nanos = 5;

    void pass(long millis) {
      nanos += Duration.ofMillis(millis).toNanos();
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleep(Duration time) {
      throw new AssertionError("nothing waits here");
    }
  }
}
