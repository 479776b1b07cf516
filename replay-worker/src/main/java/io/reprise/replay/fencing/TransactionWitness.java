package io.reprise.replay.fencing;

import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a writer knows about its transactions, apart from their markers. Each method may read
 * control topics and throws {@link io.reprise.replay.journal.StaleControlException} when that takes
 * too long; a retry is safe.
 */
public interface TransactionWitness {

  /**
   * Whether a record outside the own log was committed, as the own log proves after the transaction
   * has ended there.
   */
  boolean isCommitted(ConsumerRecord<byte[], byte[]> record);

  /**
   * Recognises the records, outside the own log, of the transaction that is open in the own log. It
   * may also match records of earlier attempts, which were all aborted.
   *
   * @param own the transaction's records in the own log
   */
  Predicate<ConsumerRecord<byte[], byte[]>> partOf(List<ConsumerRecord<byte[], byte[]>> own);

  /**
   * Whether the group's committed offsets are those of the transaction that is open in the own log.
   *
   * @param own the transaction's records in the own log
   */
  boolean hasCommittedOffsets(List<ConsumerRecord<byte[], byte[]>> own);
}
