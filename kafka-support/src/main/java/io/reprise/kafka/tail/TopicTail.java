package io.reprise.kafka.tail;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads partitions to their end and on, outside of any group, and can wait until everything up to a
 * given end was applied ({@link #catchUp}).
 *
 * <p>Threading: one thread of its own uses the consumer and calls {@code apply}, from {@link
 * #start} on. All public methods are safe on any thread. The opener closes it; the tail closes the
 * consumer.
 */
public final class TopicTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final String name;
  private final Consumer<byte[], byte[]> consumer;
  private final java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> apply;
  private final java.util.function.Consumer<RuntimeException> onFatal;
  private final @Nullable Duration retryAfter;
  private final Thread thread;
  private final Object progress = new Object();

  /** Guarded by {@code progress}. Where to begin; empty for the partition's beginning. */
  private Map<TopicPartition, Optional<Long>> wanted = Map.of();

  /** Guarded by {@code progress}. Counts the changes of {@code wanted}. */
  private long changes;

  /** Guarded by {@code progress}. The offsets before which everything was applied. */
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  /** Of the thread: which change was assigned. */
  private long assigned;

  private boolean started;
  private volatile long atEndNanos = System.nanoTime();
  private volatile boolean closed;

  private TopicTail(
      String name,
      Consumer<byte[], byte[]> consumer,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> apply,
      java.util.function.Consumer<RuntimeException> onFatal,
      @Nullable Duration retryAfter) {
    this.name = name;
    this.consumer = consumer;
    this.apply = apply;
    this.onFatal = onFatal;
    this.retryAfter = retryAfter;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /**
   * A tail that ends with the first error, for a copy that must be exact.
   *
   * @param name names the thread and the tail in logs
   * @param consumer used by this tail alone, which closes it
   * @param apply called for every record, in offset order within a partition
   * @param onFatal called once, on the tail's thread, when reading or {@code apply} failed
   */
  public static TopicTail endingOnFailure(
      String name,
      Consumer<byte[], byte[]> consumer,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> apply,
      java.util.function.Consumer<RuntimeException> onFatal) {
    return new TopicTail(name, consumer, apply, onFatal, null);
  }

  /**
   * A tail that reads on after errors of Kafka.
   *
   * @param name names the thread and the tail in logs
   * @param consumer used by this tail alone, which closes it
   * @param apply called for every record, in offset order within a partition; an exception that is
   *     not Kafka's ends the tail
   * @param pause the time between an error and the next poll
   */
  public static TopicTail retrying(
      String name,
      Consumer<byte[], byte[]> consumer,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> apply,
      Duration pause) {
    return new TopicTail(
        name, consumer, apply, e -> LOG.error("tail ended with an error tail={}", name, e), pause);
  }

  /** As {@link #follow}, each partition from its beginning. */
  public void followFromBeginning(Collection<TopicPartition> partitions) {
    change(partitions.stream().collect(Collectors.toMap(p -> p, p -> Optional.empty())));
  }

  /**
   * Follows these partitions, from the next poll on, and no others. A partition that was followed
   * before goes on from where it is.
   *
   * @param from the first offset to read of each partition
   */
  public void follow(Map<TopicPartition, Long> from) {
    change(
        from.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> Optional.of(e.getValue()))));
  }

  private void change(Map<TopicPartition, Optional<Long>> partitions) {
    synchronized (progress) {
      wanted = partitions;
      changes++;
      positions.keySet().retainAll(partitions.keySet());
    }
    consumer.wakeup();
    LockSupport.unpark(thread);
  }

  /** Starts to read. */
  public synchronized void start() {
    if (!closed && !started) {
      started = true;
      thread.start();
    }
  }

  /**
   * Returns once every record before the given ends was applied.
   *
   * @param ends exclusive, of partitions that are followed
   * @throws TailBehindException when that takes too long, or the tail is closed; a retry is safe
   * @throws InterruptException when the thread is interrupted; its interrupt flag stays set
   */
  public void catchUp(Map<TopicPartition, Long> ends, Deadline deadline) {
    synchronized (progress) {
      while (!behind(ends).isEmpty()) {
        long left = deadline.left().toNanos();
        if (left == 0 || closed) {
          throw new TailBehindException(
              "%s was not read to its end within %d ms"
                  .formatted(behind(ends), deadline.limit().toMillis()));
        }
        Interruption.run(() -> TimeUnit.NANOSECONDS.timedWait(progress, Math.max(1_000_000, left)));
      }
    }
  }

  private List<TopicPartition> behind(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .filter(e -> positions.getOrDefault(e.getKey(), -1L) < e.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * How long ago the tail was last at the ends of all partitions, as far as its fetches told; zero
   * when it follows none.
   */
  public Duration sinceAtEnd() {
    synchronized (progress) {
      return wanted.isEmpty() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - atEndNanos);
    }
  }

  private void run() {
    try (consumer) {
      while (!closed) {
        step();
      }
    } catch (RuntimeException e) {
      if (!closed) {
        onFatal.accept(e);
      }
    }
  }

  private void step() {
    try {
      assign();
      if (consumer.assignment().isEmpty()) {
        LockSupport.parkNanos(POLL.toNanos());
        return;
      }
      consumer.poll(POLL).forEach(apply);
      publish();
    } catch (WakeupException e) {
      LOG.debug("tail woken tail={}", name);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      if (retryAfter == null || closed) {
        throw e;
      }
      LOG.warn("tail failed and reads again tail={} cause={}", name, e.toString());
      LockSupport.parkNanos(retryAfter.toNanos());
    }
  }

  private void assign() {
    Map<TopicPartition, Optional<Long>> partitions;
    long change;
    synchronized (progress) {
      partitions = wanted;
      change = changes;
    }
    if (change == assigned) {
      return;
    }
    var before = new HashSet<>(consumer.assignment());
    consumer.assign(partitions.keySet());
    partitions.forEach(
        (partition, from) -> {
          if (!before.contains(partition)) {
            seek(partition, from);
          }
        });
    assigned = change;
  }

  private void seek(TopicPartition partition, Optional<Long> from) {
    if (from.isPresent()) {
      consumer.seek(partition, from.get());
    } else {
      consumer.seekToBeginning(List.of(partition));
    }
  }

  private void publish() {
    var partitions = consumer.assignment();
    boolean atEnd = partitions.stream().allMatch(p -> consumer.currentLag(p).orElse(1) == 0);
    var now = partitions.stream().collect(Collectors.toMap(p -> p, consumer::position));
    synchronized (progress) {
      now.keySet().retainAll(wanted.keySet());
      positions.putAll(now);
      progress.notifyAll();
    }
    if (atEnd) {
      atEndNanos = System.nanoTime();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (!started) {
        started = true;
        consumer.close();
        return;
      }
    }
    consumer.wakeup();
    synchronized (progress) {
      progress.notifyAll();
    }
    LockSupport.unpark(thread);
    Interruption.join(thread, CLOSE_LIMIT);
  }
}
