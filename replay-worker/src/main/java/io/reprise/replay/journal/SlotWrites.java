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
 * Knows, from the headers of committed progress records, where the last transaction of each slot
 * may have written. That transaction is one of two: the one that wrote the slot's newest record, or
 * a later one that was aborted before its own record was written, under a lease of a shard that is
 * still CLAIMED. No earlier transaction can hang, because no owner begins a transaction before its
 * last one has ended everywhere (step D4 of docs/protocol.md).
 *
 * <p>Thread-safe.
 */
final class SlotWrites {

  /** What one partition of the progress topic says. */
  private static final class Slot {
    final Map<String, Optional<WritablePartitions>> claimed = new HashMap<>();
    @Nullable Optional<Set<TopicPartition>> newest;
  }

  private final Map<Integer, Slot> slots = new HashMap<>();

  /**
   * Takes the next record of the progress topic.
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

  /** Returns where the last transaction of a slot may have written. */
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
