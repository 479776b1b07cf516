package io.reprise.kafka.group;

import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Tells since when a member has no proof that its group still counts it as a member. The proof is a
 * heartbeat that the group's coordinator has answered: the coordinator takes a member's partitions
 * away only when it has received no heartbeat for the session timeout. The time of the proof is a
 * time at which the heartbeat was not sent yet.
 *
 * <p>The consumer does not report heartbeats, but has a count of the answers and the longest time
 * that a recent answer took. If the count has grown between two looks at it, an answer has arrived
 * after the first look. Its heartbeat was sent
 *
 * <ul>
 *   <li>not before the first look less the longest time of an answer, and
 *   <li>not before the answer to the heartbeat before it, because a member waits for each answer
 *       before it sends the next heartbeat.
 * </ul>
 *
 * <p>The later of both is the proof. The first is the better one, except for a minute after a slow
 * answer. An answer that was on its way while the process was frozen is such a slow answer, so it
 * is no young proof when the process goes on.
 *
 * <p>The count also grows with an answer that refuses the member. The consumer gives up the
 * member's partitions at the beginning of its next poll then. So a proof counts only from the look
 * after that poll on.
 *
 * <p>Threading: one thread calls {@link #look}; {@link #age} is safe on any thread.
 */
final class HeartbeatProof {
  /** The consumer's count of answered heartbeats, in both group protocols. */
  private static final String ANSWERED = "heartbeat-total";

  /** The longest time that an answer took of late, in milliseconds, in both group protocols. */
  private static final String LONGEST_ANSWER = "heartbeat-response-time-max";

  private static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

  /**
   * One look at the metrics.
   *
   * @param nanos the time of the look
   * @param answered how many heartbeats were answered
   */
  private record Look(long nanos, long answered) {}

  private final Ticker ticker;
  private @Nullable Look last;

  /** A time after which the last answer has arrived; null before the first answer was seen. */
  private @Nullable Long arrivedAfter;

  /** A proof that counts from the next look on; null if there is none. */
  private @Nullable Long candidate;

  /** Time of the newest proof, as the ticker measures it; null before the first one. */
  private volatile @Nullable Long provenNanos;

  HeartbeatProof(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Looks at the metrics. Called after each poll of the member's consumer. The more often it is
   * called, the younger is the proof.
   *
   * @param metrics the metrics of the member's consumer
   */
  void look(Map<MetricName, ? extends Metric> metrics) {
    var look = new Look(ticker.nanos(), (long) value(metrics, ANSWERED, 0));
    confirm();
    var before = last;
    last = look;
    if (before != null && look.answered > before.answered) {
      prove(before, look.answered - before.answered, value(metrics, LONGEST_ANSWER, Double.NaN));
      arrivedAfter = before.nanos;
    }
  }

  private void confirm() {
    var confirmed = candidate;
    var proven = provenNanos;
    if (confirmed != null && (proven == null || confirmed - proven > 0)) {
      provenNanos = confirmed;
    }
    candidate = null;
  }

  private void prove(Look before, long answers, double longestMillis) {
    candidate = answers > 1 ? Long.valueOf(before.nanos) : arrivedAfter;
    if (!Double.isNaN(longestMillis)) {
      // One millisecond more, because the metric has whole milliseconds.
      long sentAfter = before.nanos - (long) ((longestMillis + 1) * 1_000_000);
      var other = candidate;
      candidate = other == null || sentAfter - other > 0 ? Long.valueOf(sentAfter) : other;
    }
  }

  private static double value(
      Map<MetricName, ? extends Metric> metrics, String name, double otherwise) {
    for (var metric : metrics.entrySet()) {
      if (metric.getKey().name().equals(name)
          && metric.getValue().metricValue() instanceof Number number
          && Double.isFinite(number.doubleValue())) {
        return number.doubleValue();
      }
    }
    return otherwise;
  }

  /** Returns the time since the newest proof; more than any session if there is none. */
  Duration age() {
    var proven = provenNanos;
    return proven == null ? NEVER : Duration.ofNanos(ticker.nanos() - proven);
  }
}
