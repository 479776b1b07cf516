package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.target.WritablePartitions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Knows which partitions the last transaction of each slot may have written. The headers of
 * committed progress records name the partitions.
 *
 * <p>The last transaction is one of two. It may be the one that wrote the slot's newest progress
 * record. Or it is a later one that was aborted before its progress record was written; its shard
 * is then still CLAIMED, and the header of the claim names the partitions. No earlier transaction
 * can hang, because an owner begins a transaction only after its last one has ended in every
 * partition (step D4 of docs/protocol.md).
 *
 * <p>Thread-safe.
 */
final class SlotWrites {

  /**
   * The headers of one slot's progress records: what each shard that is still CLAIMED may write,
   * and what the transaction of the slot's newest record has written.
   */
  private static final class Slot {
    final Map<String, Optional<WritablePartitions>> claimed = new HashMap<>();
    @Nullable Optional<Set<TopicPartition>> newest;
  }

  private final Map<Integer, Slot> slots = new HashMap<>();

  /**
   * Updates what is known about a slot with the next record of the progress topic.
   *
   * @param shard the record's key
   * @param progress the record's value; null if the record deletes the shard's progress
   */
  synchronized void read(
      ConsumerRecord<byte[], byte[]> record, String shard, @Nullable ShardProgress progress) {
    var slot = slots.computeIfAbsent(record.partition(), number -> new Slot());
    if (progress == null) {
      slot.claimed.remove(shard);
      return;
    }
    if (progress.state() == ShardState.CLAIMED) {
      slot.claimed.put(shard, WritablePartitionsHeader.of(record));
    } else {
      slot.claimed.remove(shard);
    }
    slot.newest = WrittenPartitionsHeader.of(record);
  }

  /** Returns the partitions that the last transaction of a slot may have written. */
  synchronized NamedPartitions of(int number) {
    var slot = slots.get(number);
    if (slot == null) {
      return NamedPartitions.NONE;
    }
    var partitions = new HashSet<TopicPartition>();
    boolean complete = true;
    if (slot.newest != null) {
      slot.newest.ifPresent(partitions::addAll);
      complete = slot.newest.isPresent();
    }
    for (var writable : slot.claimed.values()) {
      writable.ifPresent(w -> partitions.addAll(w.partitions()));
      complete &= writable.isPresent();
    }
    return new NamedPartitions(Set.copyOf(partitions), complete);
  }
}
