package io.reprise.trials.chaos;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.client.KafkaAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;

/**
 * Answers which broker has which duty, and waits until all brokers and replicas of a cluster work
 * again. Brokers are numbered from 0, as in the stack. Confined to one thread; the caller closes
 * the object.
 */
final class ClusterState implements AutoCloseable {
  private static final Duration WHOLE_LIMIT = Duration.ofSeconds(120);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  /**
   * A controller whose last fetch of the metadata log is longer ago than this may not know the
   * cluster's present state.
   */
  private static final long FRESH_MILLIS = 1_500;

  private final Admin admin;

  ClusterState(String bootstrapServers) {
    this.admin =
        Admin.create(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "request.timeout.ms", "5000",
                "default.api.timeout.ms", "15000"));
  }

  /** Returns the number of the broker that leads a partition. */
  int leader(String topic, int partition) {
    var leader = describe(List.of(topic)).get(0).partitions().get(partition).leader();
    if (leader == null) {
      throw new KafkaException("partition %s-%d has no leader".formatted(topic, partition));
    }
    return leader.id() - 1;
  }

  /** Returns the number of the broker that is the active controller. */
  int controller() {
    return quorum().leaderId() - 1;
  }

  /**
   * Returns the number of the broker that coordinates a transactional id. This broker leads the
   * partition of {@code __transaction_state} that Kafka chooses by the id's hash. The id need not
   * have been used.
   */
  int coordinator(String transactionalId) {
    var log = describe(List.of(Topic.TRANSACTION_STATE_TOPIC_NAME)).get(0);
    int partition = Utils.abs(transactionalId.hashCode()) % log.partitions().size();
    return leader(log.name(), partition);
  }

  /**
   * Waits until the cluster is whole: every controller knows the cluster's present state, every
   * broker takes part in the cluster, and all replicas of all partitions are in sync. Requires that
   * no fault is in progress.
   *
   * @throws CommandFailure if this takes longer than 120 s
   */
  void awaitWhole() {
    var from = new AtomicLong(Long.MAX_VALUE);
    BoundedWait.forState(
        () -> missing(from),
        String::isEmpty,
        WHOLE_LIMIT,
        missing ->
            new CommandFailure(
                ExitCode.FAILED,
                "the cluster was not whole %d s after the last fault of a broker: %s"
                    .formatted(WHOLE_LIMIT.toSeconds(), missing)));
  }

  /**
   * Returns what the cluster lacks to be whole, or the empty string.
   *
   * @param from the offset of the metadata log that every controller must have reached: the lowest
   *     end of that log that was read since the last fault. This method lowers it if the present
   *     end is lower.
   */
  private String missing(AtomicLong from) {
    try {
      return missing(from.accumulateAndGet(end(quorum()), Math::min));
    } catch (KafkaException e) {
      return "the cluster does not answer: " + e.getMessage();
    }
  }

  private static long end(QuorumInfo quorum) {
    return quorum.voters().stream()
        .mapToLong(QuorumInfo.ReplicaState::logEndOffset)
        .max()
        .orElse(Long.MAX_VALUE);
  }

  /**
   * Returns what the cluster lacks to be whole, or the empty string.
   *
   * @param from the end of the metadata log, read after the last fault. A controller whose copy of
   *     the log ends earlier may still show replicas as in sync that are no longer in sync.
   */
  private String missing(long from) {
    long now = System.currentTimeMillis();
    for (var voter : quorum().voters()) {
      if (voter.logEndOffset() < from
          || now - voter.lastFetchTimestamp().orElse(0) > FRESH_MILLIS) {
        return "controller %d lags behind".formatted(voter.replicaId());
      }
    }
    var alive = KafkaAnswer.of(admin.describeCluster().nodes(), ANSWER_LIMIT).size();
    if (alive < RelayedCluster.BROKERS) {
      return "only %d brokers take part".formatted(alive);
    }
    return describe(topics()).stream().flatMap(ClusterState::outOfSync).findFirst().orElse("");
  }

  private static Stream<String> outOfSync(TopicDescription topic) {
    return topic.partitions().stream()
        .filter(p -> p.leader() == null || p.isr().size() < p.replicas().size())
        .map(
            p ->
                "of partition %s-%d only replicas %s are in sync"
                    .formatted(topic.name(), p.partition(), ids(p)));
  }

  private static List<Integer> ids(TopicPartitionInfo partition) {
    return partition.isr().stream().map(node -> node.id()).toList();
  }

  /**
   * Returns a sentence for every topic, also Kafka's own, that does not have three replicas of
   * which two must be in sync.
   */
  List<String> weakTopics() {
    var weak = new ArrayList<String>();
    var described = describe(topics());
    for (var topic : described) {
      if (topic.partitions().stream().anyMatch(p -> p.replicas().size() < RelayedCluster.BROKERS)) {
        weak.add("topic %s has fewer than 3 replicas".formatted(topic.name()));
      }
    }
    var resources =
        described.stream()
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
            .toList();
    KafkaAnswer.of(admin.describeConfigs(resources).all(), ANSWER_LIMIT)
        .forEach(
            (topic, config) -> {
              var inSync = config.get("min.insync.replicas").value();
              if (!inSync.equals(Integer.toString(RelayedCluster.MIN_IN_SYNC))) {
                weak.add("topic %s has min.insync.replicas=%s".formatted(topic.name(), inSync));
              }
            });
    return weak;
  }

  private QuorumInfo quorum() {
    return KafkaAnswer.of(admin.describeMetadataQuorum().quorumInfo(), ANSWER_LIMIT);
  }

  private Collection<String> topics() {
    var options = new ListTopicsOptions().listInternal(true);
    return KafkaAnswer.of(admin.listTopics(options).names(), ANSWER_LIMIT);
  }

  private List<TopicDescription> describe(Collection<String> topics) {
    return List.copyOf(
        KafkaAnswer.of(admin.describeTopics(topics).allTopicNames(), ANSWER_LIMIT).values());
  }

  @Override
  public void close() {
    admin.close(ANSWER_LIMIT);
  }
}
