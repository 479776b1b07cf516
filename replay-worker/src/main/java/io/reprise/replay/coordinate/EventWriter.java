package io.reprise.replay.coordinate;

import io.reprise.replay.journal.EventKey;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.journal.SlotRecord;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * Writes events and slot records. Only the active coordinator's instance can commit. Each call is
 * one transaction. When the call returns, the transaction has ended in every partition.
 *
 * <p>Threading: confined to the coordinator's thread.
 *
 * <p>Errors: after any exception the outcome of the call is unknown and the writer cannot be used
 * again. Close the writer, and read the control topics to learn what was committed. Every method
 * throws {@link org.apache.kafka.common.KafkaException} when a successor has fenced this writer, or
 * when this worker is no longer a member of the coordinators' group. Every method throws {@link
 * io.reprise.replay.journal.StaleControlException} when the transaction did not end in time.
 */
public interface EventWriter extends AutoCloseable {

  /**
   * Commits an event together with the offset below which all commands are decided.
   *
   * @param placed the slot records of the shards that the event places in slots
   * @param nextCommandOffset offset of the first command that is not decided
   * @param group metadata of the coordinators' group, which proves that this worker is the
   *     coordinator
   */
  void write(
      EventRecord event,
      List<SlotRecord> placed,
      long nextCommandOffset,
      ConsumerGroupMetadata group);

  /**
   * Commits the removal of slot records of a replay that has expired.
   *
   * @param placed the slot records to remove; those that do not exist are ignored
   */
  void removeSlotRecords(
      List<SlotRecord> placed, long nextCommandOffset, ConsumerGroupMetadata group);

  /**
   * Commits the removal of events of a replay that has expired. The newest event is removed first,
   * because Kafka may compact the topic while a reader reads it. A reader that still finds an event
   * of the replay must also find all events before it.
   *
   * @param newestFirst the keys of the events, from the newest to the oldest
   */
  void removeEvents(
      List<EventKey> newestFirst, long nextCommandOffset, ConsumerGroupMetadata group);

  /** Commits the offset below which all commands are decided, without recording an event. */
  void pass(long nextCommandOffset, ConsumerGroupMetadata group);

  @Override
  void close();
}
