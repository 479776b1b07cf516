package io.reprise.replay.target.remote;

import io.reprise.replay.spec.Ordering;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.RecordSink;
import io.reprise.replay.target.RemoteTopicConfig;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.TargetFacts;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.target.WritablePartitions;
import io.reprise.store.select.UnreadableValueException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a topic of another Kafka cluster. The copies of a slice and the progress of the shard
 * are one transaction of that cluster, so {@code read_committed} readers of the topic see each copy
 * exactly once. A copy is as a target of kind {@code kafka} writes it, except for the id of its
 * schema if the clusters have different registries.
 */
public final class RemoteTopicTarget implements ReplayTarget {
  private final RemoteTopic topic;
  private final String leaseTopic;
  private final RemoteCluster cluster;
  private final LeaseLog leases;
  private final Duration session;
  private final OwnCluster own;
  private final @Nullable TargetRegistry registry;
  private final boolean sharesRegistry;

  /**
   * What a target of this kind has to know of the workers' own cluster. All are asked when a plan
   * is made.
   *
   * @param id returns Kafka's id of the cluster
   * @param partitions returns the partition count of a source topic
   * @param hasSchema returns whether the values of a source topic have a registered schema
   */
  public record OwnCluster(
      Supplier<String> id, ToIntFunction<String> partitions, Predicate<String> hasSchema) {}

  /**
   * Creates the target without connecting to its cluster.
   *
   * @param registry the target's schema registry, which the target closes; null if the
   *     configuration names none
   * @param session the session timeout of the workers' group. The target's cluster aborts a
   *     transaction that is open for longer
   */
  public RemoteTopicTarget(
      String name,
      RemoteTopicConfig config,
      OwnCluster own,
      @Nullable TargetRegistry registry,
      Duration session) {
    this.cluster = new RemoteCluster(name, config.clientSettings());
    this.topic = new RemoteTopic(name, config.topic(), cluster);
    this.leaseTopic = config.leaseTopic();
    this.own = own;
    this.registry = registry;
    this.sharesRegistry = config.sharesRegistry();
    this.session = session;
    this.leases = new LeaseLog(cluster, leaseTopic, session.multipliedBy(2));
  }

  /**
   * Checks that the cluster answers and that copies and leases can be written. Changes nothing.
   *
   * @throws TargetRefusedException when a topic, a setting, a version or a right is missing, or
   *     when the cluster is that of the workers
   * @throws io.reprise.replay.target.TargetUnavailableException when the cluster does not answer; a
   *     retry is safe
   * @throws io.reprise.replay.target.TargetLoginException when the cluster refuses the credentials
   */
  @Override
  public TargetFacts facts() {
    var id = cluster.id();
    if (id.equals(own.id().get())) {
      throw new TargetRefusedException(
          "target '%s' of kind kafka-remote has the address of the workers' own cluster %s: give it the kind kafka, which needs no lease topic"
              .formatted(topic.target(), id));
    }
    cluster.requireTransactions();
    topic.requireWritable(leaseTopic);
    return new TargetFacts(
        topic.target(),
        "each record exactly once in topic '%s' of cluster %s".formatted(topic.name(), id),
        null,
        null,
        Map.of());
  }

  @Override
  public void requireAccepts(String source, Ordering ordering) {
    requirePartitions(source, ordering);
    if (registry != null) {
      registry.ids().requireAccepts(source);
    } else if (!sharesRegistry && own.hasSchema().test(source)) {
      throw new TargetRefusedException(
          "values of topic '%s' begin with schema ids, and %s".formatted(source, noRegistry()));
    }
  }

  @Override
  public void requireAccepts(String source, Ordering ordering, int writtenSchema) {
    requirePartitions(source, ordering);
    if (registry != null) {
      registry.ids().requireAccepts(writtenSchema);
    } else if (!sharesRegistry) {
      throw new TargetRefusedException(
          "the transforms write values with a schema id, and " + noRegistry());
    }
  }

  private void requirePartitions(String source, Ordering ordering) {
    int sources = own.partitions().applyAsInt(source);
    int present = topic.partitions();
    if (ordering == Ordering.PARTITION && present < sources) {
      throw new TargetRefusedException(
          "ordering PARTITION writes to the same partition numbers, but topic '%s' of target '%s' has %d partitions and the source %d: add partitions to it, or choose KEY or UNORDERED"
              .formatted(topic.name(), topic.target(), present, sources));
    }
  }

  /** Returns no partition: nothing is written in the transaction of a slot. */
  @Override
  public Collection<TopicPartition> partitions() {
    return List.of();
  }

  @Override
  public WritablePartitions writable(Ordering ordering, int sourcePartition, int sourcePartitions) {
    return WritablePartitions.NONE;
  }

  @Override
  public boolean keepsProgress() {
    return true;
  }

  /**
   * As {@link ReplayTarget#open}. Asks for the topic, so that a probe of a shard notices a cluster
   * that does not answer.
   */
  @Override
  public TargetWriter open(DeliveryContext delivery, RecordSink transaction) {
    var unused = topic.id();
    var shard = RemoteTopicWriter.shard(delivery);
    var transactions =
        new LeaseTransactions(cluster, leaseTopic, shard, delivery.leaseEpoch(), session);
    return new RemoteTopicWriter(delivery, topic, leases, transactions, schemaIds());
  }

  private IntUnaryOperator schemaIds() {
    if (registry != null) {
      return registry.ids()::of;
    }
    return sharesRegistry ? id -> id : this::refuseId;
  }

  private int refuseId(int id) {
    throw new UnreadableValueException(
        "the value begins with the schema id %d, and %s".formatted(id, noRegistry()));
  }

  private String noRegistry() {
    return "target '%s' does not say which registry the readers of topic '%s' use: give it registry, or sharesRegistry: true if they use the registry of the workers"
        .formatted(topic.target(), topic.name());
  }

  @Override
  public void close() {
    leases.close();
    cluster.close();
    if (registry != null) {
      registry.close();
    }
  }
}
