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
 * Reads partitions to their end and then on, as they grow, and passes each record to the function
 * {@code apply}. Joins no consumer group. {@link #catchUp} waits until {@code apply} has received
 * all records below given ends.
 *
 * <p>Threading: from {@link #start} on, a thread of the tail uses the consumer and calls {@code
 * apply}. All public methods are safe on any thread. The creator closes the tail, and the tail
 * closes the consumer.
 */
public final class TopicTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final String name;
  private final Consumer<byte[], byte[]> consumer;
  private final java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> apply;
  private final java.util.function.Consumer<RuntimeException> onFatal;
  private final @Nullable Duration retryAfter;
  private final Thread thread;
  private final Object progress = new Object();

  /**
   * The partitions that the tail shall read, each with the first offset to read; an empty value
   * means the start of the partition. The lock {@code progress} guards this field.
   */
  private Map<TopicPartition, Optional<Long>> wanted = Map.of();

  /**
   * The number of times that {@code wanted} was changed. The lock {@code progress} guards this
   * field.
   */
  private long changes;

  /**
   * The tail's position in each partition: all records below this offset were passed to {@code
   * apply}. The lock {@code progress} guards this field.
   */
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  /**
   * The value of {@code changes} when the tail's thread last assigned partitions to the consumer.
   * If it differs from {@code changes}, the partitions must be assigned again. Only the tail's
   * thread uses this field.
   */
  private long assigned;

  private final FetchAnswers fetches;
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
    this.fetches = new FetchAnswers(consumer);
    this.apply = apply;
    this.onFatal = onFatal;
    this.retryAfter = retryAfter;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /**
   * Creates a tail that stops reading at the first error. Use it if a copy of the records is kept
   * in memory and must be exact.
   *
   * @param name name of the tail's thread, and of the tail in logs
   * @param consumer the consumer that reads; no other code may use it; the tail closes it
   * @param apply called with every record, in offset order within a partition
   * @param onFatal called once, on the tail's thread, if a poll or {@code apply} has failed
   */
  public static TopicTail endingOnFailure(
      String name,
      Consumer<byte[], byte[]> consumer,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> apply,
      java.util.function.Consumer<RuntimeException> onFatal) {
    return new TopicTail(name, consumer, apply, onFatal, null);
  }

  /**
   * Creates a tail that continues to read after a {@link KafkaException}.
   *
   * @param name name of the tail's thread, and of the tail in logs
   * @param consumer the consumer that reads; no other code may use it; the tail closes it
   * @param apply called with every record, in offset order within a partition; an exception other
   *     than a {@link KafkaException} ends the tail
   * @param pause time between a {@link KafkaException} and the next poll
   */
  public static TopicTail retrying(
      String name,
      Consumer<byte[], byte[]> consumer,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> apply,
      Duration pause) {
    return new TopicTail(
        name,
        consumer,
        apply,
        e -> LOG.error("topic tail ended with an error and reads nothing more tail={}", name, e),
        pause);
  }

  /**
   * Makes the tail read {@code partitions}, and no others, from the next poll on. A partition that
   * the tail already reads continues at its current position; the others are read from their
   * beginning.
   */
  public void followFromBeginning(Collection<TopicPartition> partitions) {
    change(partitions.stream().collect(Collectors.toMap(p -> p, p -> Optional.empty())));
  }

  /**
   * Makes the tail read the partitions in {@code from}, and no others, from the next poll on. A
   * partition that the tail already reads continues at its current position, and its offset in
   * {@code from} is ignored.
   *
   * @param from for each partition, the first offset to read
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

  /** Starts the thread that reads. Has no effect if the tail was started or closed before. */
  public synchronized void start() {
    if (!closed && !started) {
      started = true;
      thread.start();
    }
  }

  /**
   * Waits until {@code apply} has received all records below the given ends.
   *
   * @param ends exclusive ends, by partition, of partitions that the tail reads
   * @throws TailBehindException if the deadline passes first, or if the tail is closed; a retry is
   *     safe
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
   * Returns how long ago the tail had last read all its partitions to the ends that its last
   * fetches have reported. The time also grows while no broker answers a fetch. Returns zero if the
   * tail reads no partitions.
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
      LOG.debug(
          "topic tail interrupted its poll to change its partitions or to close tail={}", name);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      if (retryAfter == null || closed) {
        throw e;
      }
      LOG.warn(
          "topic tail had an error and polls again after a pause tail={} cause={}",
          name,
          e.toString());
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
    // While no broker answers, the consumer's lag stays the one of its last answer.
    boolean atEnd =
        fetches.hasNew()
            && partitions.stream().allMatch(p -> consumer.currentLag(p).orElse(1) == 0);
    var now = partitions.stream().collect(Collectors.toMap(p -> p, consumer::position));
    synchronized (progress) {
      now.keySet().retainAll(wanted.keySet());
      positions.putAll(now);
      progress.notifyAll();
    }
    if (atEnd) {
      fetches.noteEnd();
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
