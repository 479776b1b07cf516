package io.reprise.replay.fencing;

import io.reprise.replay.journal.WrittenPartitionsHeader;
import java.util.Collection;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that a transactional id may have written.
 *
 * @param log the partition that only this transactional id writes, called its own log. Each
 *     transaction writes its last record there. The header of this record names the other
 *     partitions of the transaction ({@link WrittenPartitionsHeader})
 * @param others the other partitions to which this transactional id may have written records
 * @param offsets partitions of {@code __consumer_offsets}. A transaction that hangs there is always
 *     aborted: its command is then read again and skipped as already decided
 * @param producerIds producer ids that the transactional id is known to have had. The ids that have
 *     recently written the own log are found there and may be left out
 * @param witness tells from the content of records which transaction a record belongs to, and
 *     whether it was committed; used where transaction markers do not tell
 */
public record TransactionFootprint(
    String transactionalId,
    TopicPartition log,
    Collection<TopicPartition> others,
    Collection<TopicPartition> offsets,
    Set<Long> producerIds,
    TransactionWitness witness) {

  boolean isInLog(OpenTransaction open) {
    return open.partition().equals(log);
  }

  boolean isInOffsets(OpenTransaction open) {
    return offsets.contains(open.partition());
  }
}
