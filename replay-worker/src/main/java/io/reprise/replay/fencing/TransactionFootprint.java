package io.reprise.replay.fencing;

import io.reprise.replay.journal.WrittenPartitionsHeader;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that a transactional id may have written.
 *
 * @param log the partition that only this transactional id writes, called its own log. The last
 *     record of each transaction is there, and names the other partitions of the transaction
 *     ({@link WrittenPartitionsHeader})
 * @param others the other partitions to which this transactional id may have written records
 * @param offsets partitions of {@code __consumer_offsets}. A transaction that hangs there is always
 *     aborted: its command is then read again and skipped as already decided
 * @param witness tells which records belong to which transaction, beyond what markers say
 */
public record TransactionFootprint(
    String transactionalId,
    TopicPartition log,
    Collection<TopicPartition> others,
    Collection<TopicPartition> offsets,
    TransactionWitness witness) {

  boolean isInLog(OpenTransaction open) {
    return open.partition().equals(log);
  }

  boolean isInOffsets(OpenTransaction open) {
    return offsets.contains(open.partition());
  }
}
