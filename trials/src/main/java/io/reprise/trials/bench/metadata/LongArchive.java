package io.reprise.trials.bench.metadata;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.SegmentName;
import io.reprise.store.archive.log.ArchiveOp;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.segment.SegmentFacts;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Random;

/**
 * Appends many segments to a commit log, as an archiver in mode COPY does. Only the commit log is
 * written. The segments' objects do not exist, because the commit log does not read them.
 */
final class LongArchive {
  static final PartitionId ID = new PartitionId("bench-metadata", "bWV0YWRhdGEtYmVuY2gtMA", 0);

  /** The default size at which an archiver finishes a segment. */
  static final long SEGMENT_BYTES = 64L << 20;

  private static final long RECORDS = 250_000;
  private static final long SEGMENT_MILLIS = 600_000;
  private static final long BEGIN_MILLIS = 1_700_000_000_000L;
  private static final int DIGEST_BYTES = 32;

  private final Random random = new Random(1);
  private final MetadataStore store;

  LongArchive(MetadataStore store) {
    this.store = store;
  }

  /** Appends a claim and {@code segments} segments to the commit log. */
  PartitionArchive write(int segments) {
    var log = new CommitLog(store, ID, Clock.systemUTC());
    var archive = append(log, log.load(), 1, new ArchiveOp.Claim("bench"));
    for (int i = 0; i < segments; i++) {
      archive = append(log, archive, 1, new ArchiveOp.Add(segment(i)));
    }
    return archive;
  }

  private static PartitionArchive append(
      CommitLog log, PartitionArchive archive, long epoch, ArchiveOp op) {
    return log.append(archive, epoch, op).now();
  }

  /**
   * Returns facts of a segment in the form in which an archiver commits them. The digests are
   * random, because real digests cannot be compressed either.
   */
  private SegmentFacts segment(long number) {
    var range = new OffsetRange(number * RECORDS, (number + 1) * RECORDS);
    var sha256 = digest();
    return new SegmentFacts(
        new SegmentName(range, 1, sha256).fileName(),
        range,
        RECORDS,
        SEGMENT_BYTES,
        sha256,
        SEGMENT_BYTES / 100,
        digest(),
        3 * SEGMENT_BYTES,
        digest(),
        timestamp(number),
        timestamp(number + 1) - 1);
  }

  /** Returns the earliest timestamp in the segment with the given number. */
  static long timestamp(long segment) {
    return BEGIN_MILLIS + segment * SEGMENT_MILLIS;
  }

  /** Returns the offset range of the segments with the numbers {@code [from, to)} together. */
  static OffsetRange offsets(long from, long to) {
    return new OffsetRange(from * RECORDS, to * RECORDS);
  }

  private String digest() {
    var bytes = new byte[DIGEST_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
