package io.reprise.archiver.operate;

import io.reprise.store.archive.ArchiveChangedException;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStoreException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads archives for a report, which must also be given while the store denies access or does not
 * answer: the figures are then those of the last reading that worked. Thread-safe.
 */
final class ArchiveReadings {
  private final TopicArchives archives;
  private final Map<PartitionId, ArchiveFigures> known = new ConcurrentHashMap<>();

  ArchiveReadings(TopicArchives archives) {
    this.archives = archives;
  }

  /**
   * One archive.
   *
   * @param archive null when it cannot be read now
   * @param figures of an earlier reading, or all 0, when it cannot be read now
   * @param problem why it cannot be read; null when it can
   */
  record Reading(
      @Nullable PartitionArchive archive, ArchiveFigures figures, @Nullable String problem) {}

  /** Begins a report. */
  Report begin() {
    return new Report();
  }

  /**
   * The readings of one report. After the store has failed once it is not asked again, so that a
   * report over many partitions does not wait for each of them. Confined to one thread.
   */
  final class Report {
    private @Nullable String outage;

    Reading read(PartitionId id) {
      if (outage != null) {
        return failed(id, outage);
      }
      try {
        var archive = archives.load(id);
        var figures = ArchiveFigures.of(archive);
        known.put(id, figures);
        return new Reading(archive, figures, null);
      } catch (CorruptArchiveException | ObjectMissingException | ArchiveChangedException e) {
        return failed(id, String.valueOf(e.getMessage()));
      } catch (ObjectStoreException e) {
        outage = String.valueOf(e.getMessage());
        return failed(id, outage);
      }
    }

    private Reading failed(PartitionId id, String problem) {
      return new Reading(null, known.getOrDefault(id, ArchiveFigures.NONE), problem);
    }
  }
}
