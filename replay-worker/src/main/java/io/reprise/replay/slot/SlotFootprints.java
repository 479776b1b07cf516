package io.reprise.replay.slot;

import io.reprise.kafka.group.GroupOffsets;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.fencing.TransactionFootprint;
import io.reprise.replay.fencing.TransactionWitness;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ProgressLog;
import io.reprise.replay.journal.ReplayLog;
import io.reprise.replay.journal.UncheckedPartitions;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.select.RecordSelector;
import io.reprise.replay.state.ReplayTable;
import io.reprise.replay.target.Targets;
import io.reprise.schemas.wire.ReplayMarker;
import io.reprise.store.OffsetRange;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
   * @param targets the configured targets, whose partitions are used if a progress record names no
   *     partitions
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
   * Returns the partitions in which a transaction of the slot may hang, whether this worker or an
   * earlier owner began the transaction. The caller must have fenced the slot's former owner.
   *
   * <p>The slot's progress records name these partitions, also if their target is no longer
   * configured. A target that no record names is not queried, so its state does not matter. A
   * record that another version of Reprise wrote may name no partitions. In this case the result
   * also contains all partitions of all configured targets, except for targets with a pattern: a
   * version that names no partitions has no such target.
   *
   * @throws org.apache.kafka.common.KafkaException when the cluster cannot be reached; a retry is
   *     safe
   * @throws io.reprise.replay.journal.StaleControlException when the progress records were not read
   *     in time; a retry is safe
   */
  UncheckedPartitions of(int slot) {
    progress.catchUp(slot);
    var named = progress.lastWrites(slot);
    if (named.isComplete()) {
      return named.partitions();
    }
    var shards = new HashMap<TopicPartition, Set<ShardKey>>();
    for (var name : targets.names()) {
      targets.named(name).partitions().forEach(tp -> shards.put(tp, named.unnamed()));
    }
    named.partitions().shards().forEach((tp, its) -> shards.merge(tp, its, SlotFootprints::union));
    return new UncheckedPartitions(shards, named.partitions().producerIds());
  }

  private static Set<ShardKey> union(Set<ShardKey> some, Set<ShardKey> others) {
    var all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  /**
   * Creates a footprint of a slot: the slot's own partitions, and the partitions that the caller
   * names.
   *
   * @param producerIds the producer ids that the slot's transactional id is known to have had
   */
  TransactionFootprint footprint(
      int slot, Collection<TopicPartition> partitions, Set<Long> producerIds) {
    return new TransactionFootprint(
        topics.slotTransactionalId(slot),
        new TopicPartition(topics.progress(), slot),
        partitions,
        groupOffsets(),
        producerIds,
        new Witness(slot));
  }

  /**
   * Returns the partition of {@code __consumer_offsets} that holds the offsets of the slots group.
   * The partition does not change once {@code __consumer_offsets} exists, so the first answer is
   * kept.
   */
  private Collection<TopicPartition> groupOffsets() {
    if (offsets.isEmpty()) {
      offsets = GroupOffsets.of(admin, topics.slotsGroup());
    }
    return offsets;
  }

  /**
   * Finds out whether a target record belongs to a committed transaction of the slot. Recognises
   * delivered and parked records by their header {@link ReplayMarker}, and compares their source
   * offsets with the progress records of the shards.
   */
  private final class Witness implements TransactionWitness {
    private final int slot;

    Witness(int slot) {
      this.slot = slot;
    }

    /**
     * Returns whether a progress record of the slot counts the source offset of a target record as
     * delivered.
     */
    @Override
    public boolean isCommitted(ConsumerRecord<byte[], byte[]> record) {
      var marker = marker(record);
      if (marker.isEmpty()) {
        return false;
      }
      progress.catchUp(slot);
      var id = marker.get().replay().toString();
      var replay = replays.catchUp().replay(id);
      return replay != null
          && progress.of(id).values().stream()
              .filter(shard -> shard.slot() == slot && marker.get().offset() < shard.nextOffset())
              .filter(shard -> isPlanned(shard, replay.plan()))
              .map(shard -> replay.plan().shards().get(shard.shard().index()))
              .anyMatch(shard -> contains(replay.plan(), shard, marker.get(), record.key()));
    }

    /**
     * Returns a condition that holds for the target records of the slot's uncommitted slice. Their
     * source offsets start at the shard's committed next offset. They end before the next offset in
     * the slice's uncommitted progress record, which is in {@code own}.
     */
    @Override
    public Predicate<ConsumerRecord<byte[], byte[]>> partOf(
        List<ConsumerRecord<byte[], byte[]>> own) {
      progress.catchUp(slot);
      var table = replays.catchUp();
      return own.stream()
          .filter(record -> record.value() != null)
          .map(record -> ControlCodec.decode(record.value(), ShardProgress.class))
          .map(reached -> slice(reached, table))
          .reduce(record -> false, Predicate::or);
    }

    private Predicate<ConsumerRecord<byte[], byte[]>> slice(
        ShardProgress reached, ReplayTable table) {
      var replay = table.replay(reached.shard().replay());
      if (replay == null || !isPlanned(reached, replay.plan())) {
        return record -> false;
      }
      var plan = replay.plan();
      var shard = plan.shards().get(reached.shard().index());
      var before = progress.of(reached.shard());
      var offsets =
          new OffsetRange(
              before == null ? shard.range().from() : before.nextOffset(), reached.nextOffset());
      return record ->
          marker(record)
              .filter(m -> m.replay().toString().equals(replay.id()))
              .filter(m -> offsets.contains(m.offset()))
              .filter(m -> contains(plan, shard, m, record.key()))
              .isPresent();
    }

    /**
     * Returns false. No offsets need to be found, because nobody reads the offsets that the
     * transactions of a slot commit.
     */
    @Override
    public boolean hasCommittedOffsets(List<ConsumerRecord<byte[], byte[]>> own) {
      return false;
    }
  }

  /**
   * Returns whether a plan contains a shard. The plan of an expired replay contains no shards once
   * its events were removed. If a claim of such a shard is found later, the claim has delivered
   * nothing.
   */
  private static boolean isPlanned(ShardProgress shard, Plan plan) {
    return shard.shard().index() < plan.shards().size();
  }

  private static Optional<ReplayMarker> marker(ConsumerRecord<byte[], byte[]> record) {
    return Optional.ofNullable(record.headers().lastHeader(ReplayMarker.HEADER))
        .map(header -> ReplayMarker.decode(header.value()));
  }

  private static boolean contains(
      Plan plan, ShardPlan shard, ReplayMarker marker, byte @Nullable [] key) {
    return shard.partition() == marker.partition()
        && shard.range().contains(marker.offset())
        && shard.bucket() == RecordSelector.bucketOf(key, plan.topicPartitions(), shard.buckets());
  }
}
