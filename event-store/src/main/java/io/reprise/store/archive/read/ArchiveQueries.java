package io.reprise.store.archive.read;

import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.segment.SegmentFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Answers questions about the records of archives. Reads segment indexes for this, and few or no
 * records. Thread-safe.
 */
public final class ArchiveQueries {
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final SegmentSource source;

  public ArchiveQueries(SegmentSource source) {
    this.source = source;
  }

  /**
   * Returns the first archived offset whose record has a timestamp at or after an instant; empty if
   * no archived record has one.
   */
  public OptionalLong offsetAt(PartitionArchive archive, long epochMillis) {
    var segment = archive.segments().firstReaching(epochMillis);
    return segment == null
        ? OptionalLong.empty()
        : OptionalLong.of(offsetIn(archive, segment, epochMillis));
  }

  /**
   * Returns whether the first record of a range has a timestamp before an instant. Usually the
   * earliest and the latest timestamp of the record's segment decide. The record itself is read
   * only if its segment has timestamps on both sides of the instant.
   */
  public boolean beginsBefore(PartitionArchive archive, OffsetRange range, long epochMillis) {
    var first = archive.segments().in(range).filter(s -> s.records() > 0).findFirst().orElse(null);
    if (first == null || first.minTimestamp() >= epochMillis) {
      return false;
    }
    return first.maxTimestamp() < epochMillis
        || firstTimestamp(archive, common(first.range(), range)) < epochMillis;
  }

  /**
   * Finds the archive's first segment with a record at or after an instant, and returns whether
   * this segment and {@code range} share at least one offset.
   */
  public boolean reaches(PartitionArchive archive, OffsetRange range, long epochMillis) {
    var segment = archive.segments().firstReaching(epochMillis);
    return segment != null && segment.range().overlaps(range);
  }

  /**
   * Checks with the segment indexes alone whether a range has no record with a selected key. If so,
   * returns a batch that covers exactly the range and has no records, so that the caller need not
   * read the range. Empty if only the blocks can tell, or if the archive does not have the whole
   * range.
   */
  public Optional<LogBatch> emptyBatch(
      PartitionArchive archive, OffsetRange range, KeySelection keys) {
    var passed = new ArrayList<OffsetRange>();
    long at = range.from();
    while (at < range.to()) {
      var segment = archive.segmentAt(at);
      if (segment == null) {
        return Optional.empty();
      }
      for (var step : source.steps(archive.id(), segment, keys)) {
        if (step.range().overlaps(range)) {
          if (!(step instanceof ReadStep.Skip skip)) {
            return Optional.empty();
          }
          skip.records().stream()
              .filter(range::overlaps)
              .map(run -> common(run, range))
              .forEach(passed::add);
        }
      }
      at = segment.range().to();
    }
    return Optional.of(new LogBatch(range, List.of(), passed));
  }

  private static OffsetRange common(OffsetRange a, OffsetRange b) {
    return new OffsetRange(Math.max(a.from(), b.from()), Math.min(a.to(), b.to()));
  }

  private long offsetIn(PartitionArchive archive, SegmentFacts segment, long epochMillis) {
    var block =
        source.index(archive.id(), segment).blocks().stream()
            .filter(b -> b.maxTimestamp() >= epochMillis)
            .findFirst()
            .orElseThrow();
    try (var reader = new ArchiveLogReader(source, archive, block.range(), KeySelection.ALL)) {
      while (reader.position() < block.range().to()) {
        for (var record : next(reader).records()) {
          if (record.timestamp() >= epochMillis) {
            return record.offset();
          }
        }
      }
    }
    return block.range().to();
  }

  /**
   * Reads the first record of a range and returns its timestamp. Returns {@link Long#MAX_VALUE} if
   * the range has no record.
   */
  private long firstTimestamp(PartitionArchive archive, OffsetRange range) {
    try (var reader = new ArchiveLogReader(source, archive, range, KeySelection.ALL)) {
      while (reader.position() < range.to()) {
        var records = next(reader).records();
        if (!records.isEmpty()) {
          return records.get(0).timestamp();
        }
      }
    }
    return Long.MAX_VALUE;
  }

  private static LogBatch next(ArchiveLogReader reader) {
    var batch = reader.read(WAIT);
    if (batch.covered().isEmpty()) {
      throw new TimeoutException("the archive returned nothing for " + WAIT.toSeconds() + " s");
    }
    return batch;
  }
}
