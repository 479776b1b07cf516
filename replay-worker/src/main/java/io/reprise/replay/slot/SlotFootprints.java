package io.reprise.replay.slot;

import io.reprise.kafka.group.GroupOffsets;
import io.reprise.replay.fencing.TransactionFootprint;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ProgressLog;
import io.reprise.replay.journal.ReplayLog;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.select.RecordSelector;
import io.reprise.replay.target.Targets;
import io.reprise.schemas.wire.ReplayMarker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the partitions that the transactions of a slot may have written. A worker has one instance.
 * Thread-safe.
 */
public final class SlotFootprints {
  private final Admin admin;
  private final ControlTopics topics;
  private final Targets targets;
  private final ReplayLog replays;
  private final ProgressLog progress;
  private volatile Collection<TopicPartition> offsets = List.of();

  /**
   * Creates an instance without sending a request.
   *
   * @param targets the targets whose topics deliveries write
   */
  public SlotFootprints(
      Admin admin, ControlTopics topics, Targets targets, ReplayLog replays, ProgressLog progress) {
    this.admin = admin;
    this.topics = topics;
    this.targets = targets;
    this.replays = replays;
    this.progress = progress;
  }

  /**
   * Returns the partitions that transactions of the slot, by this owner and by earlier owners, may
   * have written.
   *
   * @throws org.apache.kafka.common.KafkaException when the cluster cannot be reached; a retry is
   *     safe
   */
  TransactionFootprint of(int slot) {
    var delivered = new ArrayList<TopicPartition>();
    for (var name : targets.names()) {
      delivered.addAll(targets.named(name).partitions());
    }
    return new TransactionFootprint(
        topics.slotTransactionalId(slot),
        new TopicPartition(topics.progress(), slot),
        delivered,
        groupOffsets(),
        record -> isDelivered(slot, record));
  }

  /**
   * Returns the partition with the group's offsets. That partition does not change once the topic
   * of offsets exists, so the first answer is kept.
   */
  private Collection<TopicPartition> groupOffsets() {
    if (offsets.isEmpty()) {
      offsets = GroupOffsets.of(admin, topics.slotsGroup());
    }
    return offsets;
  }

  /** Returns whether a progress record of the slot counts this record of a target as delivered. */
  private boolean isDelivered(int slot, ConsumerRecord<byte[], byte[]> record) {
    var header = record.headers().lastHeader(ReplayMarker.HEADER);
    if (header == null) {
      return false;
    }
    progress.catchUp(slot);
    var marker = ReplayMarker.decode(header.value());
    var id = marker.replay().toString();
    var replay = replays.catchUp().replay(id);
    return replay != null
        && progress.of(id).values().stream()
            .filter(shard -> shard.slot() == slot && marker.offset() < shard.nextOffset())
            .map(shard -> replay.plan().shards().get(shard.shard().index()))
            .anyMatch(shard -> contains(replay.plan(), shard, marker, record.key()));
  }

  private static boolean contains(
      Plan plan, ShardPlan shard, ReplayMarker marker, byte @Nullable [] key) {
    return shard.partition() == marker.partition()
        && shard.range().contains(marker.offset())
        && shard.bucket() == RecordSelector.bucketOf(key, plan.topicPartitions(), shard.buckets());
  }
}
