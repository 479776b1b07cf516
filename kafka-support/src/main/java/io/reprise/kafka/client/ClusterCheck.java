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
   * answered. For a client that has been connected before.
   *
   * @throws TimeoutException if no broker answers within 3 s; a retry is safe
   * @throws KafkaException if the cluster refuses the client
   */
  public static void requireAnswer(Admin admin) {
    requireAnswer(admin, LIMIT);
  }

  /**
   * As the other {@code requireAnswer}, with a limit that leaves a new client the time to look up
   * the brokers, to encrypt and to sign in.
   */
  public static void requireAnswer(Admin admin, Duration limit) {
    var options = new DescribeClusterOptions().timeoutMs((int) limit.toMillis());
    try {
      KafkaAnswer.of(admin.describeCluster(options).nodes(), limit.plusSeconds(1));
    } catch (TimeoutException e) {
      throw new TimeoutException(
          "no broker answers within %d s (%s)".formatted(limit.toSeconds(), e.getMessage()), e);
    }
  }
}
