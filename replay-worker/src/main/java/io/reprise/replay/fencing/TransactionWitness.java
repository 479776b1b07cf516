package io.reprise.replay.fencing;

import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Tells from the content of records to which transaction they belong, and whether it was committed.
 * Used where transaction markers do not tell this.
 *
 * <p>In this interface, a writer's own log is the partition that only this writer writes. Each
 * method may read control topics, and throws {@link
 * io.reprise.replay.journal.StaleControlException} when that takes too long; a retry is safe.
 */
public interface TransactionWitness {

  /**
   * Returns whether {@code record} was committed. The record is in another partition than the
   * writer's own log, and its transaction has ended in the own log. The own log therefore shows the
   * outcome.
   */
  boolean isCommitted(ConsumerRecord<byte[], byte[]> record);

  /**
   * Returns a condition that tells which records in other partitions belong to the transaction that
   * is open in the writer's own log. The condition may also match records of earlier attempts to
   * write the same records. All earlier attempts were aborted.
   *
   * @param own the transaction's records in the own log
   */
  Predicate<ConsumerRecord<byte[], byte[]>> partOf(List<ConsumerRecord<byte[], byte[]>> own);

  /**
   * Returns whether the committed offsets of the writer's consumer group were committed by the
   * transaction that is open in the writer's own log.
   *
   * @param own the transaction's records in the own log
   */
  boolean hasCommittedOffsets(List<ConsumerRecord<byte[], byte[]>> own);
}
