package io.reprise.replay.fencing;

import io.reprise.replay.journal.StaleControlException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Thrown when a transaction hangs in the control partition that its writer owns, its own log, and
 * nothing shows whether the transaction was committed. Nothing was changed. A retry is safe.
 */
public final class TransactionInDoubtException extends StaleControlException {
  private static final long serialVersionUID = 1L;

  private final transient OpenTransaction inLog;
  private final transient Set<TopicPartition> ended;
  private final transient Map<TopicPartition, RuntimeException> unanswered;
  private final transient List<ConsumerRecord<byte[], byte[]>> records;

  /**
   * Creates an exception.
   *
   * @param inLog the transaction that hangs in the writer's own log
   * @param ended the partitions in which the transaction has ended, but has no record that shows
   *     whether it was committed
   * @param unanswered the partitions that did not answer, with the error of each
   * @param records the transaction's records in the own log
   */
  public TransactionInDoubtException(
      String message,
      OpenTransaction inLog,
      Set<TopicPartition> ended,
      Map<TopicPartition, RuntimeException> unanswered,
      List<ConsumerRecord<byte[], byte[]>> records) {
    super(message);
    this.inLog = inLog;
    this.ended = Set.copyOf(ended);
    this.unanswered = Map.copyOf(unanswered);
    this.records = List.copyOf(records);
  }

  /**
   * Returns whether the outcome stays unknown for ever: every partition has answered, and none has
   * a record that tells the outcome. Otherwise a later attempt may determine the outcome.
   */
  public boolean isFinal() {
    return unanswered.isEmpty();
  }

  /** Returns the transaction's records in the writer's own log. */
  public List<ConsumerRecord<byte[], byte[]>> records() {
    return records;
  }

  /**
   * Returns which transaction is in doubt and why, for operators. The text is a clause without a
   * full stop, which the caller puts into a sentence.
   */
  public String facts() {
    var where =
        "the transaction of producer id %d and epoch %d, which is open in %s from offset %d"
            .formatted(inLog.producerId(), inLog.epoch(), inLog.partition(), inLog.from());
    if (!unanswered.isEmpty()) {
      return where + ", wrote to " + unanswered.keySet() + ", which did not answer";
    }
    return ended.isEmpty()
        ? where + ", does not name the partitions that it wrote"
        : where + ", has ended in " + ended + ", where its records were deleted since";
  }

  /** Returns the transaction as it is open in the writer's own log. */
  OpenTransaction inLog() {
    return inLog;
  }
}
