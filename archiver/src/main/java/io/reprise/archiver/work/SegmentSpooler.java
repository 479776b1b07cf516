package io.reprise.archiver.work;

import io.reprise.archiver.topic.TopicConfig;
import io.reprise.store.LogBatch;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentSettings;
import io.reprise.store.archive.segment.write.SegmentWriter;
import java.time.Clock;
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
  private final PartitionId id;
  private final TopicConfig config;
  private final PartitionSource source;
  private final SpoolSpace space;
  private final Clock clock;
  private final long epoch;
  private long from;
  private @Nullable SegmentWriter writer;
  private Instant begun = Instant.MAX;
  private long countedBytes;

  /**
   * Creates a spooler that continues at the position of {@code source}.
   *
   * @param source reads the partition; this spooler closes it
   * @param epoch lease epoch of the writer's claim, which is part of object names
   */
  SegmentSpooler(
      PartitionId id,
      TopicConfig config,
      PartitionSource source,
      SpoolSpace space,
      Clock clock,
      long epoch) {
    this.id = id;
    this.config = config;
    this.source = source;
    this.space = space;
    this.clock = clock;
    this.epoch = epoch;
    this.from = source.position();
  }

  /** The reason why a run of the spooler ended. */
  enum Reached {
    /** Kafka has no more committed records for now. */
    LOG_END,
    /** The log has more records: the time limit of the run has passed, or the spool is full. */
    MORE_TO_READ,
    /** The open segment is large or old enough to be finished. */
    SEGMENT_CUT,
    /** Other partitions have borrowed all consumers. */
    NO_CONSUMER,
    /** Kafka could not be read; {@link #failure()} says why. The open segment is kept. */
    UNREADABLE
  }

  /** Reads records into the open segment, for about a second at most. */
  Reached run() {
    var ended = source.read(this::add);
    if (isLarge() || isOld()) {
      return Reached.SEGMENT_CUT;
    }
    return switch (ended) {
      case LOG_END -> Reached.LOG_END;
      case MORE_TO_READ -> Reached.MORE_TO_READ;
      case NO_CONSUMER -> Reached.NO_CONSUMER;
      case UNREADABLE -> Reached.UNREADABLE;
    };
  }

  /** Returns why the last run was {@link Reached#UNREADABLE}, as a sentence. */
  String failure() {
    return source.failure();
  }

  /** Spools one batch; returns whether the open segment can take another one. */
  private boolean add(LogBatch batch) {
    var segment = writer == null ? begin() : writer;
    for (var record : batch.records()) {
      segment.add(record);
    }
    space.grew(segment.spooledBytes() - countedBytes);
    countedBytes = segment.spooledBytes();
    return !isLarge() && !isOld() && space.hasRoom();
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
   * while the archiver lags by more offsets than the segment holds: a smaller segment would then
   * not make the archive catch up sooner.
   */
  private boolean isOld() {
    return writer != null
        && !clock.instant().isBefore(begun.plus(config.cutAge()))
        && source.ahead() <= spooled().span();
  }

  /** Returns the offsets that the open segment covers so far. */
  OffsetRange spooled() {
    return new OffsetRange(from, source.position());
  }

  /**
   * Hands the open segment to the caller. The caller finishes the segment with the end offset of
   * {@link #spooled()}, and then calls {@link #release}. The next segment begins at this offset.
   */
  SegmentWriter cut() {
    var segment = Objects.requireNonNull(writer);
    writer = null;
    from = source.position();
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
    source.close();
  }
}
