package io.reprise.archiver.work;

import io.reprise.archiver.topic.ArchivingStoppedException;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.facts.PartitionFacts;

/** Decides at which offset archiving of a partition resumes. Pure. */
final class ResumeOffset {
  private ResumeOffset() {}

  /**
   * Returns the archive's end, or the first offset in Kafka when nothing is archived.
   *
   * @throws ArchivingStoppedException when Kafka has already deleted the offset at the archive's
   *     end, or does not have it yet
   */
  static long of(PartitionArchive archive, PartitionFacts facts) {
    long from = archive.segments().isEmpty() ? facts.logStart() : archive.covered().to();
    if (from < facts.logStart()) {
      throw new ArchivingStoppedException(
          "%s: offsets %s are in neither tier: retention deleted them before they were archived; to go on without them start a new archive under another prefix"
              .formatted(archive.id(), new OffsetRange(from, facts.logStart())));
    }
    if (from > facts.committedEnd()) {
      throw new ArchivingStoppedException(
          "%s: the archive ends at offset %d, but the log already ends at %d: this is not the log that was archived; start a new archive under another prefix"
              .formatted(archive.id(), from, facts.committedEnd()));
    }
    return from;
  }
}
