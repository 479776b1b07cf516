package io.reprise.replay.target.remote;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.time.Deadline;
import io.reprise.replay.target.TargetUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds partitions of the target's cluster in which the last transaction of a shard has not ended.
 * A broker that is killed during a commit or an abort may never write a marker there (ADR 10). The
 * next marker of the same producer would then end the old records too, in whichever way the new
 * transaction ends: aborted records would become visible, or committed ones would be lost. So no
 * transaction of a shard begins while an earlier one is open anywhere.
 *
 * <p>Stateless and thread-safe.
 *
 * @param shard the shard, for messages
 * @param limit how long a partition may take to answer, and a transaction to end
 */
record OpenTransactions(
    RemoteCluster cluster, String transactionalId, String shard, Duration limit) {
  private static final Duration CHECK_AGAIN = Duration.ofMillis(2);

  /**
   * Waits until no transaction of some producers is open in any of the partitions. The caller has
   * committed its last transaction, or has just fenced all other producers of the id.
   *
   * @param producers the producer ids that the transactional id is known to have had
   * @throws TargetUnavailableException when a transaction does not end within the limit, or when a
   *     partition does not answer; the message names the partition
   */
  void awaitEnd(Collection<TopicPartition> partitions, Set<Long> producers) {
    boolean ended =
        Deadline.after(limit).await(() -> open(partitions, producers).isEmpty(), CHECK_AGAIN);
    if (!ended) {
      throw new TargetUnavailableException(
          "a transaction of shard %s hangs in %s of target '%s', and the shard goes on when it has ended: see 'A transaction hangs in the cluster of a target' in the operator's guide"
              .formatted(
                  shard,
                  open(partitions, producers).map(String::valueOf).orElse("a partition"),
                  cluster.errors().target()));
    }
  }

  private Optional<TopicPartition> open(
      Collection<TopicPartition> partitions, Set<Long> producers) {
    var states =
        cluster.ask(admin -> KafkaAnswer.of(admin.describeProducers(partitions).all(), limit));
    return states.entrySet().stream()
        .filter(entry -> isOpen(entry.getValue(), producers))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isOpen(PartitionProducerState state, Set<Long> producers) {
    return state.activeProducers().stream()
        .anyMatch(
            active ->
                producers.contains(active.producerId())
                    && active.currentTransactionStartOffset().isPresent());
  }

  /** Returns the producer id that the transactional id has now. */
  long producerId() {
    var ids = List.of(transactionalId);
    return cluster
        .ask(
            admin ->
                KafkaAnswer.of(admin.describeTransactions(ids).description(transactionalId), limit))
        .producerId();
  }
}
