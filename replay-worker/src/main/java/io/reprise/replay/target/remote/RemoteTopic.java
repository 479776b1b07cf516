package io.reprise.replay.target.remote;

import io.reprise.replay.target.TargetRefusedException;
import io.reprise.store.facts.RecordLimits;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;

/**
 * The target's topic in the other cluster. Each question is a request. Thread-safe.
 *
 * @param target name of the target in the configuration
 * @param name name of the topic
 */
record RemoteTopic(String target, String name, RemoteCluster cluster) {
  /** Returns Kafka's id of the topic, which shows whether it was created again. */
  String id() {
    return cluster.inspect(topics -> topics.idOf(name));
  }

  int partitions() {
    return all().size();
  }

  List<TopicPartition> all() {
    return cluster.inspect(topics -> topics.partitionsOf(name));
  }

  RecordLimits limits() {
    return cluster.inspect(topics -> topics.settings(name).recordLimits());
  }

  /**
   * Requires that this worker may write and read the topic and the lease topic, and that the lease
   * topic keeps the newest record of every key.
   *
   * @throws TargetRefusedException when something is missing; the message says what to type
   */
  void requireWritable(String leaseTopic) {
    var rights = Set.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE);
    cluster.requireRights(name, rights);
    var policy =
        cluster.inspect(topics -> topics.settings(leaseTopic).value("cleanup.policy")).orElse("");
    if (!policy.equals("compact")) {
      throw new TargetRefusedException(
          "the lease topic '%s' of target '%s' has cleanup.policy=%s, with which the cluster deletes leases: run kafka-configs.sh --alter --topic %1$s --add-config cleanup.policy=compact there"
              .formatted(leaseTopic, target, policy));
    }
    cluster.requireRights(leaseTopic, rights);
  }
}
