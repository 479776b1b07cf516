package io.reprise.replay.fencing;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that a transactional id may have written.
 *
 * @param log the partition that only this transactional id writes, called its own log. The last
 *     record of each transaction is there, and names the other partitions of the transaction
 *     ({@link WrittenPartitionsHeader})
 * @param others the other partitions with records
 * @param offsets partitions of {@code __consumer_offsets}. A transaction left open there is always
 *     aborted: the command is then read again and skipped as already decided
 * @param witness what the writer knows about its transactions
 */
public record TransactionFootprint(
    String transactionalId,
    TopicPartition log,
    Collection<TopicPartition> others,
    Collection<TopicPartition> offsets,
    TransactionWitness witness) {

  Set<TopicPartition> partitions() {
    var all = new HashSet<>(others);
    all.addAll(offsets);
    all.add(log);
    return all;
  }

  boolean isInLog(OpenTransaction open) {
    return open.partition().equals(log);
  }

  boolean isInOffsets(OpenTransaction open) {
    return offsets.contains(open.partition());
  }
}
