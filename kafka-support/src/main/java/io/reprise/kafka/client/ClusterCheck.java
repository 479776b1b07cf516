package io.reprise.kafka.client;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** Checks whether a Kafka cluster answers. Stateless and thread-safe. */
public final class ClusterCheck {
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private ClusterCheck() {}

  /**
   * Asks one of the brokers to describe the cluster, and returns normally when the broker has
   * answered.
   *
   * @throws TimeoutException if no broker answers within 3 s; a retry is safe
   * @throws KafkaException if the cluster refuses the client
   */
  public static void requireAnswer(Admin admin) {
    var options = new DescribeClusterOptions().timeoutMs((int) LIMIT.toMillis());
    try {
      KafkaAnswer.of(admin.describeCluster(options).nodes(), LIMIT.plusSeconds(1));
    } catch (TimeoutException e) {
      throw new TimeoutException(
          "no broker answers within %d s (%s)".formatted(LIMIT.toSeconds(), e.getMessage()), e);
    }
  }
}
