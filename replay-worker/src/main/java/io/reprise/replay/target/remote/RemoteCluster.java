package io.reprise.replay.target.remote;

import static java.util.Objects.requireNonNull;

import io.reprise.kafka.client.AdminRole;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.store.facts.TopicInspector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/**
 * Asks the target's cluster for facts. Connects at the first question: a worker starts although the
 * cluster of one target is away. Thread-safe. The creator closes this object.
 */
final class RemoteCluster implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final String TRANSACTION_VERSION = "transaction.version";
  private static final int REQUIRED_VERSION = 2;

  private final Map<String, Object> settings;
  private final ClusterErrors errors;
  private @Nullable Admin admin;

  /**
   * @param target name of the target in the configuration
   * @param settings Kafka's settings to reach the cluster
   */
  RemoteCluster(String target, Map<String, Object> settings) {
    this.settings = settings;
    this.errors = new ClusterErrors(target);
  }

  Map<String, Object> settings() {
    return settings;
  }

  ClusterErrors errors() {
    return errors;
  }

  /** Asks the cluster by its admin client. Throws what {@link ClusterErrors} makes of an error. */
  <T> T ask(Function<Admin, T> question) {
    return errors.during(() -> question.apply(admin()));
  }

  /** Asks the cluster about topics. Throws what {@link ClusterErrors} makes of an error. */
  <T> T inspect(Function<TopicInspector, T> question) {
    return ask(open -> question.apply(new TopicInspector(open)));
  }

  /** Returns Kafka's id of the cluster. */
  String id() {
    return ask(open -> KafkaAnswer.of(open.describeCluster().clusterId(), ANSWER_LIMIT));
  }

  /**
   * Requires that the cluster gives each transaction an epoch of its own (KIP-890). In an older
   * cluster a delayed record can become part of a later transaction, or hang and block readers.
   *
   * @throws TargetRefusedException when the cluster has not finalised this version
   */
  void requireTransactions() {
    var finalised =
        ask(open -> KafkaAnswer.of(open.describeFeatures().featureMetadata(), ANSWER_LIMIT))
            .finalizedFeatures()
            .get(TRANSACTION_VERSION);
    int version = finalised == null ? 0 : finalised.maxVersionLevel();
    if (version < REQUIRED_VERSION) {
      throw new TargetRefusedException(
          "the cluster of target '%s' has finalised %s %d, and exactly once needs %d (KIP-890): run kafka-features.sh upgrade --feature %2$s=%4$d there"
              .formatted(errors.target(), TRANSACTION_VERSION, version, REQUIRED_VERSION));
    }
  }

  /**
   * Requires that this worker has rights on a topic. A cluster that does not say which rights the
   * worker has is not refused.
   *
   * @throws TargetRefusedException when a right is missing; the message names it
   */
  void requireRights(String topic, Set<AclOperation> needed) {
    var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
    var granted =
        ask(
            open ->
                KafkaAnswer.of(
                        requireNonNull(
                            open.describeTopics(List.of(topic), options)
                                .topicNameValues()
                                .get(topic)),
                        ANSWER_LIMIT)
                    .authorizedOperations());
    if (granted != null && !granted.containsAll(needed)) {
      var missing = needed.stream().filter(right -> !granted.contains(right)).sorted().toList();
      throw new TargetRefusedException(
          "the cluster of target '%s' does not grant this worker %s on topic '%s': grant it by an ACL"
              .formatted(errors.target(), missing, topic));
    }
  }

  private synchronized Admin admin() {
    var open = admin;
    if (open == null) {
      open = AdminRole.open(settings);
      admin = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(CLOSE_LIMIT);
    }
  }
}
