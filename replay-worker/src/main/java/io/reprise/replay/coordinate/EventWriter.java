package io.reprise.replay.coordinate;

import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.journal.SlotRecord;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * Writes events and slot records. Only the active coordinator's instance can commit. One call is
 * one transaction, which has ended in every partition when the call returns.
 *
 * <p>Threading: confined to the coordinator's thread. After any exception the outcome of the call
 * is unknown and the writer cannot be used again: close it, and read the log to learn what was
 * committed. Every method throws {@link org.apache.kafka.common.KafkaException} when a successor
 * has fenced this writer or when the coordinators' group no longer has this worker as a member, and
 * {@link io.reprise.replay.journal.StaleControlException} when the transaction did not end in time.
 */
public interface EventWriter extends AutoCloseable {

  /**
   * Commits an event together with the offset below which all commands are decided.
   *
   * @param placed the slot records of the shards that the event places in slots
   * @param nextCommandOffset offset of the first command that is not decided
   * @param group group metadata that proves that this worker is the coordinator
   */
  void write(
      EventRecord event,
      List<SlotRecord> placed,
      long nextCommandOffset,
      ConsumerGroupMetadata group);

  /** Commits the offset below which all commands are decided, without recording an event. */
  void pass(long nextCommandOffset, ConsumerGroupMetadata group);

  @Override
  void close();
}
