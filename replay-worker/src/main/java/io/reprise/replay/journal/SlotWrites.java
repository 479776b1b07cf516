package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardKey;
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
 * <p>There are two cases. Either the last transaction wrote the slot's newest progress record. Then
 * the header of this record names the partitions. Or the last transaction was aborted before its
 * progress record was written. Then its shard is still CLAIMED, and the header of the claim names
 * the partitions.
 *
 * <p>An earlier transaction can hang only in an unchecked partition, because an owner begins a
 * transaction only after its last one has ended in every other partition (steps S2 and D4 of
 * docs/protocol.md). The newest record names the unchecked partitions.
 *
 * <p>Thread-safe.
 */
final class SlotWrites {

  /**
   * The headers of one slot's progress records: what each shard that is still CLAIMED may write,
   * what the transaction of the slot's newest record has written, and the slot's unchecked
   * partitions.
   */
  private static final class Slot {
    final Map<ShardKey, Optional<WritablePartitions>> claimed = new HashMap<>();
    @Nullable ShardKey newestShard;
    Optional<Set<TopicPartition>> newestWritten = Optional.of(Set.of());
    UncheckedPartitions unchecked = UncheckedPartitions.NONE;
  }

  private final Map<Integer, Slot> slots = new HashMap<>();

  /**
   * Updates what is known about a slot with the next record of the progress topic.
   *
   * @param key the record's key
   * @param progress the record's value; null if the record removes a record of an expired replay
   */
  synchronized void read(
      ConsumerRecord<byte[], byte[]> record, ShardKey key, @Nullable ShardProgress progress) {
    var slot = slots.computeIfAbsent(record.partition(), number -> new Slot());
    if (progress != null && progress.state() == ShardState.CLAIMED) {
      slot.claimed.put(key, WritablePartitionsHeader.of(record));
    } else {
      slot.claimed.remove(key);
    }
    // A tombstone has the same headers as any other record, so its headers count too.
    slot.newestShard = key;
    slot.newestWritten = WrittenPartitionsHeader.of(record);
    slot.unchecked = UncheckedPartitionsHeader.of(record);
  }

  /** Returns the partitions in which a transaction of a slot may hang. */
  synchronized NamedPartitions of(int number) {
    var slot = slots.get(number);
    if (slot == null) {
      return NamedPartitions.NONE;
    }
    var partitions = new HashMap<TopicPartition, Set<ShardKey>>();
    var unnamed = new HashSet<ShardKey>();
    slot.unchecked
        .shards()
        .forEach((partition, shards) -> add(partitions, Set.of(partition), shards));
    if (slot.newestShard != null) {
      var newest = Set.of(slot.newestShard);
      slot.newestWritten.ifPresentOrElse(
          written -> add(partitions, written, newest), () -> unnamed.addAll(newest));
    }
    slot.claimed.forEach(
        (shard, writable) ->
            writable.ifPresentOrElse(
                w -> add(partitions, w.partitions(), Set.of(shard)), () -> unnamed.add(shard)));
    return new NamedPartitions(
        new UncheckedPartitions(partitions, slot.unchecked.producerIds()), Set.copyOf(unnamed));
  }

  /** Returns the partitions of a slot that its newest progress record names as unchecked. */
  synchronized UncheckedPartitions unchecked(int number) {
    var slot = slots.get(number);
    return slot == null ? UncheckedPartitions.NONE : slot.unchecked;
  }

  private static void add(
      Map<TopicPartition, Set<ShardKey>> to, Set<TopicPartition> partitions, Set<ShardKey> shards) {
    for (var partition : partitions) {
      to.computeIfAbsent(partition, none -> new HashSet<>()).addAll(shards);
    }
  }
}
