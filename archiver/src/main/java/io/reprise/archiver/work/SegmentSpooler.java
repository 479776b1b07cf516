package io.reprise.archiver.work;

import io.reprise.archiver.topic.TopicConfig;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentSettings;
import io.reprise.store.archive.segment.write.SegmentWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads one partition on and on into segments. Confined to its partition's worker; closing it drops
 * what is not committed, which is read again.
 */
final class SegmentSpooler implements AutoCloseable {
  private static final long SLICE_NANOS = Duration.ofMillis(250).toNanos();
  private static final Duration WAIT = Duration.ofMillis(100);
  private static final Duration GLANCE = Duration.ofMillis(5);

  private final PartitionId id;
  private final TopicConfig config;
  private final LogReader reader;
  private final SpoolSpace space;
  private final Clock clock;
  private final long epoch;
  private long from;
  private @Nullable SegmentWriter writer;
  private Instant begun = Instant.MAX;
  private long counted;
  private Duration wait = WAIT;

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

  /** What a slice of spooling came to. */
  enum Came {
    /** Nothing more is there for now. */
    TO_THE_END,
    /** There is more. */
    FURTHER,
    /** The segment is large or old enough. */
    TO_A_CUT
  }

  /** Reads for a quarter of a second at most. */
  Came run() {
    long end = System.nanoTime() + SLICE_NANOS;
    while (System.nanoTime() < end) {
      var batch = reader.read(wait);
      // Partitions share threads: one where nothing comes must not keep the others waiting.
      wait = batch.covered().isEmpty() ? GLANCE : WAIT;
      if (batch.covered().isEmpty()) {
        return isOld() ? Came.TO_A_CUT : Came.TO_THE_END;
      }
      take(batch);
      if (isLarge() || isOld()) {
        return Came.TO_A_CUT;
      }
    }
    return Came.FURTHER;
  }

  private void take(LogBatch batch) {
    var segment = writer == null ? begin() : writer;
    for (var record : batch.records()) {
      segment.add(record);
    }
    space.grew(segment.spooledBytes() - counted);
    counted = segment.spooledBytes();
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
   * What is behind by more than a segment holds is cut by size alone: small objects would bring its
   * end no nearer.
   */
  private boolean isOld() {
    return writer != null
        && !clock.instant().isBefore(begun.plus(config.cutAge()))
        && reader.ahead() <= spooled().span();
  }

  /** What the open segment accounts for so far. */
  OffsetRange spooled() {
    return new OffsetRange(from, reader.position());
  }

  /**
   * Hands the segment over, to be finished at {@link #spooled()}'s end; the next one begins there.
   * The caller calls {@link #release} when it is gone.
   */
  SegmentWriter cut() {
    var segment = java.util.Objects.requireNonNull(writer);
    writer = null;
    from = reader.position();
    return segment;
  }

  /** Closes a segment that was cut: its spool file is removed. */
  void release(SegmentWriter segment) {
    segment.close();
    space.grew(-counted);
    counted = 0;
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
