package io.reprise.replay.slot;

import io.reprise.kafka.group.GroupMember;
import io.reprise.kafka.group.GroupSession;
import io.reprise.kafka.group.GroupWork;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.journal.ControlTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This worker's membership in the slots group: which slots it owns, and which shards are placed in
 * them. This class never delivers records.
 *
 * <p>Threading: a thread of its own polls the group's consumer, from {@link #start} on; all methods
 * are safe on any thread. {@link #whileOwned} keeps a slot from being lost while a claim in it is
 * committed. The opener closes the membership.
 */
public final class SlotMembership implements OwnedSlots, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlotMembership.class);
  private static final Duration POLL = Duration.ofMillis(250);
  static final Comparator<ShardKey> BY_AGE =
      Comparator.comparing(ShardKey::replay).thenComparing(ShardKey::index);

  private final GroupMember member;
  private final Set<String> topics;
  private final Object lock = new Object();

  /**
   * The owned slots by number. The lock {@code lock} guards this field, {@code shards} and {@code
   * ownerships}.
   */
  private final Map<Integer, SlotOwnership> owned = new HashMap<>();

  private final Map<Integer, NavigableSet<ShardKey>> shards = new HashMap<>();
  private long ownerships;

  /**
   * Returns whether a replay is settled. No worker has anything to do for a settled replay, so this
   * membership leaves out its shards.
   */
  private volatile Predicate<String> isSettled = replay -> false;

  /** The listener that is called after shards were added to owned slots. */
  private volatile Runnable onChange = () -> {};

  /**
   * Creates a membership that joins the group when it is started.
   *
   * @param onFatal called when this worker cannot continue; the process should end
   */
  public SlotMembership(
      Map<String, Object> clientSettings,
      GroupSession session,
      ControlTopics topics,
      Consumer<RuntimeException> onFatal) {
    this(session.member(clientSettings, topics.slotsGroup()).open(), topics, onFatal);
  }

  /** Creates a membership whose thread polls {@code consumer}, which the membership closes. */
  SlotMembership(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      ControlTopics topics,
      Consumer<RuntimeException> onFatal) {
    this.member = new GroupMember("slots", consumer, POLL, new Work(), onFatal);
    this.topics = Set.of(topics.slotTable());
    member.subscribe(this.topics);
  }

  /**
   * Sets the listener that is called whenever shards were added to owned slots. The listener must
   * not block.
   */
  void onChange(Runnable listener) {
    onChange = listener;
  }

  /**
   * Makes this membership leave out the shards of settled replays. Call this method before the
   * start.
   *
   * @param settled returns whether the replay with an id is settled
   */
  public SlotMembership leavingOut(Predicate<String> settled) {
    isSettled = settled;
    return this;
  }

  /** Forgets the shards of a replay if the replay is settled. */
  public void forget(String replay) {
    synchronized (lock) {
      // Checked under the lock, because a shard of the replay that has to be stopped may have been
      // remembered before the lock was taken.
      if (!isSettled.test(replay)) {
        return;
      }
      for (var inSlot : shards.values()) {
        inSlot
            .subSet(new ShardKey(replay, 0), true, new ShardKey(replay, Integer.MAX_VALUE), true)
            .clear();
      }
    }
  }

  /** Remembers a shard of a forgotten replay, because its slot's owner has to stop it. */
  public void remember(ShardKey shard, int slot) {
    synchronized (lock) {
      shards.computeIfAbsent(slot, unused -> new TreeSet<>(BY_AGE)).add(shard);
    }
    onChange.run();
  }

  /** Joins the slots group and starts the thread that polls the group's consumer. */
  public SlotMembership start() {
    member.start();
    return this;
  }

  /**
   * Leaves the slots group until {@link #rejoin}, so that other workers get this worker's slots.
   */
  void leave() {
    member.subscribe(Set.of());
  }

  /** Joins the slots group again after {@link #leave}. */
  void rejoin() {
    member.subscribe(topics);
  }

  /** Returns the slots that this worker owns now. */
  public List<SlotOwnership> owned() {
    synchronized (lock) {
      return List.copyOf(owned.values());
    }
  }

  /**
   * Returns whether no other worker can have this worker's slots now, unless this worker knows that
   * it has lost them. The last third of the session is left for the heartbeat's way and for a
   * record that is being sent.
   *
   * @param session the time after which the group gives up a member that sends no heartbeats
   */
  public boolean isProven(Duration session) {
    return member.sinceHeartbeat().compareTo(session.multipliedBy(2).dividedBy(3)) < 0;
  }

  @Override
  public boolean isOwned(SlotOwnership ownership) {
    synchronized (lock) {
      return ownership.equals(owned.get(ownership.slot()));
    }
  }

  @Override
  public List<ShardKey> shardsIn(int slot) {
    synchronized (lock) {
      var inSlot = shards.get(slot);
      return inSlot == null ? List.of() : List.copyOf(inSlot);
    }
  }

  @Override
  public void whileOwned(SlotOwnership ownership, Consumer<ConsumerGroupMetadata> claim) {
    member.whileStable(
        membership -> {
          if (!isOwned(ownership)) {
            throw new SlotLostException(ownership);
          }
          claim.accept(membership);
          return ownership;
        });
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    var shard = ShardKey.parse(new String(record.key(), StandardCharsets.UTF_8));
    synchronized (lock) {
      var inSlot = shards.computeIfAbsent(record.partition(), slot -> new TreeSet<>(BY_AGE));
      if (record.value() == null) {
        inSlot.remove(shard);
      } else {
        inSlot.add(shard);
        forget(shard.replay());
      }
    }
  }

  @Override
  public void close() {
    member.close();
  }

  private final class Work implements GroupWork {
    @Override
    public void assigned(
        Collection<TopicPartition> partitions,
        org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
      synchronized (lock) {
        for (var tp : partitions) {
          shards.remove(tp.partition());
          owned.put(tp.partition(), new SlotOwnership(tp.partition(), ++ownerships));
        }
      }
      consumer.seekToBeginning(partitions);
      if (!partitions.isEmpty()) {
        LOG.info(
            "worker was assigned slots by its group assigned={} nowOwned={}",
            partitions.size(),
            owned().size());
      }
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
      synchronized (lock) {
        partitions.forEach(tp -> owned.remove(tp.partition()));
      }
      if (!partitions.isEmpty()) {
        LOG.info(
            "slots of the worker were revoked by its group revoked={} nowOwned={}",
            partitions.size(),
            owned().size());
      }
    }

    @Override
    public void polled(
        ConsumerRecords<byte[], byte[]> records,
        org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
      records.forEach(SlotMembership.this::read);
      if (!records.isEmpty()) {
        onChange.run();
      }
    }
  }
}
