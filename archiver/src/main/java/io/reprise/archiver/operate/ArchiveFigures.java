package io.reprise.archiver.operate;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.HoldInForce;
import io.reprise.store.archive.log.PartitionArchive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a partition's archive that reports show: offsets, counts, sizes, claim and holds.
 * Does not contain the segments themselves.
 *
 * @param bytes size of the data objects of all segments, in bytes
 * @param rawBytes size of all segments before compression, in bytes
 * @param trimIntent offsets below this one are trimmed from Kafka, or are about to be
 */
record ArchiveFigures(
    OffsetRange archived,
    int segments,
    long records,
    long bytes,
    long rawBytes,
    long epoch,
    @Nullable String writer,
    long trimIntent,
    List<HoldInForce> holds) {
  static final ArchiveFigures NONE =
      new ArchiveFigures(new OffsetRange(0, 0), 0, 0, 0, 0, 0, null, 0, List.of());

  /** Computes the figures of an archive. May read manifests from the store. */
  static ArchiveFigures of(PartitionArchive archive) {
    var totals = archive.segments().totals();
    return new ArchiveFigures(
        archive.covered(),
        Math.toIntExact(totals.segments()),
        totals.records(),
        totals.bytes(),
        totals.rawBytes(),
        archive.epoch(),
        archive.writer(),
        archive.trimIntent(),
        archive.holds());
  }
}
