package io.reprise.kafka.tail;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Counts the fetches of a consumer that brokers have answered. Without a new answer, the lag that a
 * consumer tells is the one of its last answer, however long ago that was. Confined to the
 * consumer's thread.
 */
final class FetchAnswers {
  private static final String NAME = "fetch-total";
  private static final String GROUP = "consumer-fetch-manager-metrics";

  private final Consumer<?, ?> consumer;
  private @Nullable Metric answers;
  private double atLastEnd;

  FetchAnswers(Consumer<?, ?> consumer) {
    this.consumer = consumer;
  }

  /**
   * Returns whether a broker has answered since the last call of {@link #noteEnd}. Returns true if
   * the consumer does not count answers.
   */
  boolean hasNew() {
    if (answers == null) {
      answers = find();
    }
    return answers == null || count(answers) > atLastEnd;
  }

  /** Notes that the consumer is at the end of its partitions, by the newest answer. */
  void noteEnd() {
    if (answers != null) {
      atLastEnd = count(answers);
    }
  }

  private static double count(Metric answers) {
    return answers.metricValue() instanceof Number number ? number.doubleValue() : 0;
  }

  private @Nullable Metric find() {
    for (var metric : consumer.metrics().entrySet()) {
      if (isOfWholeConsumer(metric.getKey())) {
        return metric.getValue();
      }
    }
    return null;
  }

  /** Returns whether a metric counts the answers to all fetches, not those about one topic. */
  private static boolean isOfWholeConsumer(MetricName name) {
    return name.name().equals(NAME) && name.group().equals(GROUP) && name.tags().size() == 1;
  }
}
