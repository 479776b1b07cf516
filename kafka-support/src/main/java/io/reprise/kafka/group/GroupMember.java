package io.reprise.kafka.group;

import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of a consumer group: polls, and reports to its {@link GroupWork} which partitions the
 * group gives and takes.
 *
 * <p>Threading: one thread of its own uses the consumer and calls the work, from {@link #start} on.
 * All public methods are safe on any thread. The opener closes it, which leaves the group at once;
 * the member closes the consumer.
 */
public final class GroupMember implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final String name;
  private final Consumer<byte[], byte[]> consumer;
  private final Duration poll;
  private final GroupWork work;
  private final java.util.function.Consumer<RuntimeException> onFatal;
  private final ReentrantLock lock = new ReentrantLock();
  private final Thread thread;
  private volatile Set<String> wanted = Set.of();
  private volatile ConsumerGroupMetadata metadata;
  private Set<String> subscribed = Set.of();
  private boolean started;
  private volatile boolean closed;

  /**
   * Creates a member that does nothing until it is started.
   *
   * @param name names the thread and the group in logs
   * @param consumer used by this member alone, which closes it
   * @param poll how long one poll waits for records; work before and after polls runs this often
   * @param onFatal called once, on the member's thread, when the membership ended with an error
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
   * Shares the partitions of these topics with the group, from the next poll on. Replaces the
   * topics of an earlier call. Without topics the member leaves the group and waits.
   */
  public void subscribe(Set<String> topics) {
    wanted = Set.copyOf(topics);
    LockSupport.unpark(thread);
  }

  /** Starts to poll. */
  public synchronized void start() {
    if (!closed && !started) {
      started = true;
      thread.start();
    }
  }

  /**
   * Runs an action while no partition is assigned or revoked: a revocation waits for the action,
   * and so does the group. A transaction that proves membership belongs in here, after a check that
   * the partition is still owned. Otherwise the partition could move between check and commit.
   *
   * @param action receives the membership as of the last poll; it must end within the group's
   *     session
   */
  public <T> T whileStable(Function<ConsumerGroupMetadata, T> action) {
    lock.lock();
    try {
      return action.apply(metadata);
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (!closed) {
        step();
      }
    } catch (WakeupException e) {
      LOG.debug("group member woken to close member={}", name);
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
      work.polled(records, consumer);
    } catch (WakeupException e) {
      throw e;
    } catch (RuntimeException e) {
      work.failed(e);
      LOG.warn("group member failed and polls again member={} cause={}", name, e.toString());
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

  /** Called on the member's thread, inside poll, subscribe and close. */
  private final class Changes implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      lock.lock();
      try {
        work.assigned(partitions, consumer);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      lock.lock();
      try {
        work.revoked(partitions);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      onPartitionsRevoked(partitions);
    }
  }
}
