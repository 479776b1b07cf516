package io.reprise.replay.fencing;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
 * @param isCommitted returns whether a record in one of the other partitions was committed; the own
 *     log proves this once the transaction has ended there
 */
public record TransactionFootprint(
    String transactionalId,
    TopicPartition log,
    Collection<TopicPartition> others,
    Collection<TopicPartition> offsets,
    Predicate<ConsumerRecord<byte[], byte[]>> isCommitted) {

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
