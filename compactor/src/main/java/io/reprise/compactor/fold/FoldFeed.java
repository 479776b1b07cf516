package io.reprise.compactor.fold;

import io.reprise.compactor.state.KeyStates;
import io.reprise.store.OffsetNotInLogException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes every event of one partition to its {@link PartitionFold}, once and in offset order.
 *
 * <p>Kafka Streams delivers the events from a position on. Events between the partition's mark and
 * this position are missed events. The feed reads them from the archive or from Kafka. While missed
 * events are left, the feed drops each event that Kafka Streams delivers, and reads it from the log
 * later. Once no missed event is left, the feed folds delivered events directly.
 *
 * <p>If neither Kafka nor the archive has the next event, the feed stops this partition. The
 * partition's mark then stays where it is, so no event is skipped. The other partitions of the
 * thread are still folded.
 *
 * <p>Confined to the thread of the task.
 */
final class FoldFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FoldFeed.class);
  // How long one call of tick() folds missed events. This is only a part of the interval between
  // two calls. The rest of the interval is left for the thread's other partitions.
  private static final Duration SHARE = Duration.ofMillis(10);
  // How long one call of tick() folds missed events while no partition has delivered events to
  // fold. The calls for all partitions of a thread must together take far less than the transaction
  // timeout of 10 s, even if each partition has missed events.
  private static final Duration IDLE_SHARE = Duration.ofMillis(40);
  // How long the first event that Kafka Streams delivers waits until the offsets between the mark
  // and the event are read. Usually these offsets are only a few holes, and one short read shows
  // that.
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  private final FoldContext context;
  private final TopicPartition partition;
  private final @Nullable PartitionFold fold;
  private @Nullable MissedEvents missed;
  private boolean isContinuous;
  private boolean isStopped;
  private long deliveredBefore;

  /**
   * The missed events, from the mark to the position of Kafka Streams, and how far they are read.
   */
  private static final class MissedEvents {
    private final MissedEventReader reader;
    private Iterator<ConsumerRecord<byte[], byte[]>> events = Collections.emptyIterator();
    private long readTo;
    private long end;

    MissedEvents(MissedEventReader reader, long from, long end) {
      this.reader = reader;
      this.readTo = from;
      this.end = end;
    }
  }

  /**
   * Creates a feed that continues at the partition's mark in {@code states}. The caller closes the
   * feed.
   */
  FoldFeed(
      FoldContext context, int partition, KeyStates states, FoldOutput output, long nowMillis) {
    this.context = context;
    this.partition = new TopicPartition(context.topics().compaction().topics().source(), partition);
    this.fold = resumed(states, output, nowMillis);
    if (fold != null) {
      readMissed(fold, context.source().start(this.partition));
    }
  }

  private @Nullable PartitionFold resumed(KeyStates states, FoldOutput output, long nowMillis) {
    try {
      return new PartitionFold(context, partition.partition(), states, output, nowMillis);
    } catch (CompactionStoppedException e) {
      stop(e);
      return null;
    }
  }

  /**
   * Accepts the next event that Kafka Streams delivers: folds the event, or counts it as a missed
   * event if earlier events are still missed.
   *
   * @throws RuntimeException when a retry may help; no state has changed
   */
  void process(Record<byte[], byte[]> event, long offset) {
    if (fold == null || isStopped()) {
      return;
    }
    takeMove(fold);
    if (isStopped) {
      return;
    }
    if (missed == null && !isContinuous) {
      readMissed(fold, offset);
      foldMissed(fold, FIRST_WAIT);
    }
    isContinuous = true;
    if (missed != null) {
      missed.end = Math.max(missed.end, offset + 1);
    } else if (!isStopped()) {
      context.delivered().increment();
      fold.process(event, offset);
    }
  }

  /**
   * Folds missed events for a short time, and then writes pending snapshots.
   *
   * @param most the largest number of snapshots that this call writes
   */
  void tick(long nowMillis, int most) {
    if (fold == null || isStopped()) {
      return;
    }
    takeMove(fold);
    foldMissed(fold, share());
    if (!isStopped()) {
      fold.tick(nowMillis, most);
    }
  }

  /**
   * Returns how long missed events may be folded now. The time is longer if no delivered event of
   * any partition was folded since the previous call of this method.
   */
  private Duration share() {
    long delivered = context.delivered().sum();
    boolean isIdle = delivered == deliveredBefore;
    deliveredBefore = delivered;
    return isIdle ? IDLE_SHARE : SHARE;
  }

  /**
   * Returns whether this partition is stopped. A lasting fault of the compaction, such as a
   * recreated topic, stops all partitions.
   */
  private boolean isStopped() {
    return isStopped || context.fault().hasLasting();
  }

  /**
   * Handles a move of the consumer's position to the log's start. If Kafka has deleted events,
   * begins to read these events as missed events. If the topic was recreated or truncated, stops
   * the partition.
   */
  private void takeMove(PartitionFold fold) {
    var moved = context.moved().remove(partition.partition());
    if (moved == null) {
      return;
    }
    if (!context
        .source()
        .topicId(partition.topic())
        .equals(context.topics().sourceId().toString())) {
      stop(CompactionStoppedException.recreated(partition.topic()));
    } else if (!moved.isTrimmed()) {
      stop(CompactionStoppedException.truncated(partition, moved));
    } else {
      isContinuous = false;
      readMissed(fold, moved.log().from());
    }
  }

  private void readMissed(PartitionFold fold, long end) {
    if (missed != null) {
      missed.end = Math.max(missed.end, end);
    } else if (end > fold.processedTo()) {
      long from = fold.processedTo();
      missed =
          new MissedEvents(new MissedEventReader(context.source(), partition, from), from, end);
    }
  }

  /**
   * Folds missed events until {@code time} is over, no missed event is left, or the reader has not
   * yet read the next missed event.
   */
  private void foldMissed(PartitionFold fold, Duration time) {
    long startNanos = System.nanoTime();
    while (missed != null) {
      var left = time.minusNanos(System.nanoTime() - startNanos);
      if (left.isNegative() || !foldNext(fold, missed, left)) {
        return;
      }
    }
  }

  /**
   * Makes one step: folds the next missed event, takes the next batch from the reader, or closes
   * the reader if no missed event is left. Returns false if the reader has no batch ready or the
   * partition was stopped.
   */
  private boolean foldNext(PartitionFold fold, MissedEvents open, Duration wait) {
    if (open.events.hasNext()) {
      var event = open.events.next();
      fold.process(streamsRecord(event), event.offset());
      return true;
    }
    if (open.readTo >= open.end) {
      closeMissed();
      return true;
    }
    try {
      var batch = open.reader.next(wait.compareTo(SHARE) > 0 ? wait : Duration.ZERO);
      open.reader.waiting().ifPresentOrElse(this::waits, this::reads);
      if (batch == null) {
        return false;
      }
      open.events = batch.records().iterator();
      open.readTo = batch.position();
      return true;
    } catch (OffsetNotInLogException e) {
      stop(missing(e));
      return false;
    }
  }

  /**
   * Converts an event that was read from the log to the form in which Kafka Streams delivers
   * events. The timestamp is the one that {@link LogTimestampExtractor} returns for the event.
   */
  private static Record<byte[], byte[]> streamsRecord(ConsumerRecord<byte[], byte[]> event) {
    return new Record<>(
        event.key(), event.value(), Math.max(0, event.timestamp()), event.headers());
  }

  private CompactionStoppedException missing(OffsetNotInLogException cause) {
    return CompactionStoppedException.missing(
        partition,
        context.topics().compaction().topics().reducer(),
        cause,
        context.source().hasArchive());
  }

  private void waits(String sentence) {
    context.partitionFaults().put(partition.partition(), sentence);
  }

  private void reads() {
    context.partitionFaults().remove(partition.partition());
  }

  private void stop(CompactionStoppedException reason) {
    isStopped = true;
    closeMissed();
    waits(String.valueOf(reason.getMessage()));
    LOG.error(
        "compaction of a partition has stopped, the compactor folds the other partitions topic={}"
            + " reducer={} partition={} cause={}",
        partition.topic(),
        context.topics().compaction().topics().reducer(),
        partition.partition(),
        reason.getMessage());
  }

  private void closeMissed() {
    if (missed != null) {
      missed.reader.close();
      missed = null;
      reads();
    }
  }

  /**
   * Releases all resources of the partition. Another instance or thread folds the partition from
   * now on.
   */
  @Override
  public void close() {
    closeMissed();
    context.moved().remove(partition.partition());
    reads();
    if (fold != null) {
      fold.close();
    }
  }
}
