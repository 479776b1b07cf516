package io.reprise.replay.fencing;

import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Tells from the content of records which records belong to a transaction and whether it was
 * committed, where transaction markers do not tell. A writer's own log is the partition that only
 * this writer writes. Each method may read control topics and throws {@link
 * io.reprise.replay.journal.StaleControlException} when that takes too long; a retry is safe.
 */
public interface TransactionWitness {

  /**
   * Returns whether a record outside the writer's own log was committed. The own log proves this
   * after the record's transaction has ended there.
   */
  boolean isCommitted(ConsumerRecord<byte[], byte[]> record);

  /**
   * Returns a condition that holds for the records, outside the own log, of the transaction that is
   * open in the own log. The condition may also match records of earlier attempts, which were all
   * aborted.
   *
   * @param own the transaction's records in the own log
   */
  Predicate<ConsumerRecord<byte[], byte[]>> partOf(List<ConsumerRecord<byte[], byte[]>> own);

  /**
   * Returns whether the group's committed offsets are those of the transaction that is open in the
   * own log.
   *
   * @param own the transaction's records in the own log
   */
  boolean hasCommittedOffsets(List<ConsumerRecord<byte[], byte[]>> own);
}
