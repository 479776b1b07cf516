package io.reprise.archiver.work;

import io.reprise.archiver.topic.TopicConfig;
import io.reprise.kafka.time.Deadline;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentSettings;
import io.reprise.store.archive.segment.write.SegmentWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one partition and writes its records to segments on local disk, until a segment is large or
 * old enough to be finished and uploaded.
 *
 * <p>Threading: one caller at a time, who closes the spooler. Closing the spooler drops the open
 * segment: its records are read from Kafka again.
 */
final class SegmentSpooler implements AutoCloseable {
  private static final Duration RUN_LIMIT = Duration.ofMillis(250);
  private static final Duration WAIT = Duration.ofMillis(100);
  private static final Duration IDLE_WAIT = Duration.ofMillis(5);

  private final PartitionId id;
  private final TopicConfig config;
  private final LogReader reader;
  private final SpoolSpace space;
  private final Clock clock;
  private final long epoch;
  private long from;
  private @Nullable SegmentWriter writer;
  private Instant begun = Instant.MAX;
  private long countedBytes;
  private Duration wait = WAIT;

  /**
   * Creates a spooler that continues at the position of {@code reader}.
   *
   * @param reader the reader of the partition, which this spooler closes
   * @param epoch lease epoch of the writer's claim, which is part of object names
   */
  SegmentSpooler(
      PartitionId id,
      TopicConfig config,
      LogReader reader,
      SpoolSpace space,
      Clock clock,
      long epoch) {
    this.id = id;
    this.config = config;
    this.reader = reader;
    this.space = space;
    this.clock = clock;
    this.epoch = epoch;
    this.from = reader.position();
  }

  /** The reason why a read of the spooler ended. */
  enum Reached {
    /** Kafka has no more committed records for now. */
    LOG_END,
    /** The time limit of the read has passed, and the log has more records. */
    TIME_LIMIT,
    /** The open segment is large or old enough to be finished. */
    SEGMENT_CUT
  }

  /** Reads records into the open segment, for 250 ms at most. */
  Reached run() {
    var deadline = Deadline.after(RUN_LIMIT);
    while (!deadline.isPassed()) {
      var batch = reader.read(wait);
      // Partitions share threads, so an idle partition waits only briefly for records and does not
      // delay the others.
      wait = batch.covered().isEmpty() ? IDLE_WAIT : WAIT;
      if (batch.covered().isEmpty()) {
        return isOld() ? Reached.SEGMENT_CUT : Reached.LOG_END;
      }
      add(batch);
      if (isLarge() || isOld()) {
        return Reached.SEGMENT_CUT;
      }
    }
    return Reached.TIME_LIMIT;
  }

  private void add(LogBatch batch) {
    var segment = writer == null ? begin() : writer;
    for (var record : batch.records()) {
      segment.add(record);
    }
    space.grew(segment.spooledBytes() - countedBytes);
    countedBytes = segment.spooledBytes();
  }

  private SegmentWriter begin() {
    var settings = new SegmentSettings(id, from, epoch, config.codec());
    begun = clock.instant();
    writer = new SegmentWriter(space.newFile(), settings);
    return writer;
  }

  private boolean isLarge() {
    return writer != null && writer.spooledBytes() >= config.cutSize().bytes();
  }

  /**
   * Returns whether the open segment has reached the age at which it is finished. Returns false
   * while the reader lags by more offsets than the segment holds: a smaller segment would then not
   * make the archive catch up sooner.
   */
  private boolean isOld() {
    return writer != null
        && !clock.instant().isBefore(begun.plus(config.cutAge()))
        && reader.ahead() <= spooled().span();
  }

  /** Returns the offsets that the open segment covers so far. */
  OffsetRange spooled() {
    return new OffsetRange(from, reader.position());
  }

  /**
   * Hands the open segment to the caller. The caller finishes the segment with the end offset of
   * {@link #spooled()}, and then calls {@link #release}. The next segment begins at this offset.
   */
  SegmentWriter cut() {
    var segment = Objects.requireNonNull(writer);
    writer = null;
    from = reader.position();
    return segment;
  }

  /** Closes the segment that the caller has finished, and removes its spool file. */
  void release(SegmentWriter segment) {
    segment.close();
    space.grew(-countedBytes);
    countedBytes = 0;
  }

  @Override
  public void close() {
    if (writer != null) {
      release(writer);
      writer = null;
    }
    reader.close();
  }
}
