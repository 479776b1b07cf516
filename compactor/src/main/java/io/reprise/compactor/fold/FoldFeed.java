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
 * Passes every event of one partition to its {@link PartitionFold}, once and in offset order. Kafka
 * Streams delivers the events from a position on. Events between the partition's mark and that
 * position are missed events: they are read from the archive or from Kafka. While missed events are
 * left, an event that Kafka Streams delivers is dropped and counts as a missed event. It is later
 * read from the log. Once no missed event is left, delivered events are folded directly. If no tier
 * has the next event, this partition is stopped: its mark stays, nothing is skipped, and the other
 * partitions of the thread are folded.
 *
 * <p>Confined to the thread of the task.
 */
final class FoldFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FoldFeed.class);
  // How long one tick folds missed events. This is only a part of the interval between two ticks,
  // so that time is left for the thread's other partitions.
  private static final Duration SHARE = Duration.ofMillis(10);
  // How long one tick folds missed events while no other partition has events. The ticks of all
  // partitions of a thread must together stay far below the transaction timeout of 10 s, even if
  // each partition has missed events.
  private static final Duration IDLE_SHARE = Duration.ofMillis(40);
  // How long the first delivered event waits until the offsets below it are read. Usually these
  // offsets are only a few holes, and one short read shows that.
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

  /** Resumes at the partition's restored mark. The caller closes the feed. */
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

  /** Returns how long missed events may be folded: longer while no other partition has events. */
  private Duration share() {
    long delivered = context.delivered().sum();
    boolean isIdle = delivered == deliveredBefore;
    deliveredBefore = delivered;
    return isIdle ? IDLE_SHARE : SHARE;
  }

  /** A lasting fault of the compaction, such as a recreated topic, stops all its partitions. */
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
   * Folds missed events until {@code time} is over, no missed event is left, or the next one has
   * not been read yet.
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
   * Makes one step: folds the next missed event, takes the next batch, or ends the missed events.
   * Returns false if no batch is ready or the partition was stopped.
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

  /** Gives the record the timestamp that {@link LogTimestampExtractor} gives it. */
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
   * Releases everything that is kept for the partition, because another instance or thread folds it
   * from now on.
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
