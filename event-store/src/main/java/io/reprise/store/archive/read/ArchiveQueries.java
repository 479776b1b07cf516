package io.reprise.store.archive.read;

import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.segment.SegmentFacts;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Answers questions about archives from the segment indexes, which takes reading few or no records.
 * Thread-safe.
 */
public final class ArchiveQueries {
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final SegmentSource source;

  public ArchiveQueries(SegmentSource source) {
    this.source = source;
  }

  /**
   * Returns the first archived offset whose record is at or after an instant; empty if there is
   * none.
   */
  public OptionalLong offsetAt(PartitionArchive archive, long epochMillis) {
    var segment = archive.segments().firstReaching(epochMillis);
    return segment == null
        ? OptionalLong.empty()
        : OptionalLong.of(offsetIn(archive, segment, epochMillis));
  }

  /**
   * Returns whether the first record of a range is from before an instant. Reads that record only
   * if its segment has both older and newer ones.
   */
  public boolean beginsBefore(PartitionArchive archive, OffsetRange range, long epochMillis) {
    var first = archive.segments().in(range).filter(s -> s.records() > 0).findFirst().orElse(null);
    if (first == null || first.minTimestamp() >= epochMillis) {
      return false;
    }
    var part =
        new OffsetRange(
            Math.max(first.range().from(), range.from()), Math.min(first.range().to(), range.to()));
    return first.maxTimestamp() < epochMillis || firstTimestamp(archive, part) < epochMillis;
  }

  /**
   * Returns whether the first segment with a record at or after an instant has offsets of a range.
   */
  public boolean reaches(PartitionArchive archive, OffsetRange range, long epochMillis) {
    var segment = archive.segments().firstReaching(epochMillis);
    return segment != null && segment.range().overlaps(range);
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

  /** Returns the timestamp of the first record of a range; the latest possible one if none is. */
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
      throw new TimeoutException("the archive gave nothing for " + WAIT.toSeconds() + " s");
    }
    return batch;
  }
}
