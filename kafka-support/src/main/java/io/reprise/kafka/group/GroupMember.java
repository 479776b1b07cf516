package io.reprise.kafka.group;

import io.reprise.kafka.time.Interruption;
import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of a consumer group. The member polls Kafka in a loop and passes the records to its
 * {@link GroupWork}. It also tells the {@link GroupWork} which partitions the group has assigned to
 * the member or revoked from it.
 *
 * <p>Threading: from {@link #start} on, a thread of the member uses the consumer and calls the
 * {@link GroupWork}. All public methods are safe on any thread. The creator closes the member. The
 * member then leaves the group at once and closes the consumer.
 */
public final class GroupMember implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final String name;
  private final Consumer<byte[], byte[]> consumer;
  private final Duration poll;
  private final GroupWork work;
  private final java.util.function.Consumer<RuntimeException> onFatal;
  private final ReadWriteLock assignment = new ReentrantReadWriteLock();
  private final HeartbeatProof heartbeats = new HeartbeatProof(Ticker.SYSTEM);
  private final Thread thread;
  private volatile Set<String> wanted = Set.of();
  private volatile ConsumerGroupMetadata metadata;
  private Set<String> subscribed = Set.of();
  private boolean started;
  private volatile boolean closed;

  /**
   * Creates a member that does nothing until it is started.
   *
   * @param name name of the member's thread, and of the member in logs
   * @param consumer the consumer that polls; no other code may use it; the member closes it
   * @param poll longest time that one poll waits for records. If there are no records, {@code work}
   *     is called at this interval
   * @param work processes the records; called before and after each poll, and for each change of
   *     the assignment
   * @param onFatal called once, on the member's thread, if an error ends the membership
   */
  public GroupMember(
      String name,
      Consumer<byte[], byte[]> consumer,
      Duration poll,
      GroupWork work,
      java.util.function.Consumer<RuntimeException> onFatal) {
    this.name = name;
    this.consumer = consumer;
    this.poll = poll;
    this.work = work;
    this.onFatal = onFatal;
    this.metadata = consumer.groupMetadata();
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /**
   * Subscribes to {@code topics}, from the next poll on; these topics replace those of an earlier
   * call. If {@code topics} is empty, the member leaves the group, and joins it again after a call
   * with topics.
   */
  public void subscribe(Set<String> topics) {
    wanted = Set.copyOf(topics);
    LockSupport.unpark(thread);
  }

  /** Starts the loop that polls. Has no effect if the member was started or closed before. */
  public synchronized void start() {
    if (!closed && !started) {
      started = true;
      thread.start();
    }
  }

  /**
   * Runs an action on the calling thread, and keeps the group from assigning partitions to this
   * member or revoking them until the action has ended. Actions of several threads may run at the
   * same time. A revocation waits until all running actions have ended, and the whole group waits
   * with it.
   *
   * <p>Use this method to check that the member still owns a partition and then to commit a
   * transaction with the group metadata. Without it, the partition could move to another member
   * between the check and the commit.
   *
   * @param action receives the group metadata as of the last poll or rebalance; must end within the
   *     session timeout of the group
   */
  public <T> T whileStable(Function<ConsumerGroupMetadata, T> action) {
    assignment.readLock().lock();
    try {
      return action.apply(metadata);
    } finally {
      assignment.readLock().unlock();
    }
  }

  /**
   * Returns the time since this member last had proof that the group's coordinator answers its
   * heartbeats. Until the group's session timeout has passed since then, the group gives this
   * member's partitions to nobody else, unless this member was told before. The result is longer
   * than any session timeout if the member has no proof yet.
   */
  public Duration sinceHeartbeat() {
    return heartbeats.age();
  }

  private void run() {
    try {
      while (!closed) {
        step();
      }
    } catch (WakeupException e) {
      LOG.debug("consumer group member stops polling, because it is being closed member={}", name);
    } catch (RuntimeException e) {
      if (!closed) {
        onFatal.accept(e);
      }
    } finally {
      leave();
    }
  }

  private void step() {
    try {
      subscribeIfChanged();
      if (subscribed.isEmpty()) {
        LockSupport.parkNanos(poll.toNanos());
        return;
      }
      work.beforePoll(consumer);
      var records = consumer.poll(poll);
      metadata = consumer.groupMetadata();
      heartbeats.look(consumer.metrics());
      work.polled(records, consumer);
    } catch (WakeupException e) {
      throw e;
    } catch (RuntimeException e) {
      work.failed(e);
      LOG.warn(
          "consumer group member had an error and polls again member={} cause={}",
          name,
          e.toString());
    }
  }

  private void subscribeIfChanged() {
    var topics = wanted;
    if (!topics.equals(subscribed)) {
      consumer.subscribe(topics, new Changes());
      subscribed = topics;
    }
  }

  private void leave() {
    try {
      work.ended();
    } finally {
      consumer.close();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (!started) {
        started = true;
        leave();
        return;
      }
    }
    consumer.wakeup();
    LockSupport.unpark(thread);
    Interruption.join(thread, CLOSE_LIMIT);
  }

  /**
   * Tells the {@link GroupWork} which partitions the group has assigned to this member or revoked
   * from it. The consumer calls this listener on the member's thread, during a poll, a subscribe or
   * a close.
   */
  private final class Changes implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      assignment.writeLock().lock();
      try {
        // A poll may wait for records long after a rebalance. Until it returns, Kafka would refuse
        // commits with the metadata from before the rebalance.
        metadata = consumer.groupMetadata();
        work.assigned(partitions, consumer);
      } finally {
        assignment.writeLock().unlock();
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      assignment.writeLock().lock();
      try {
        work.revoked(partitions);
      } finally {
        assignment.writeLock().unlock();
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      onPartitionsRevoked(partitions);
    }
  }
}
