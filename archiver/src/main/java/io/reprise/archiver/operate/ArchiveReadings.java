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
 * Reads the archives of partitions for a report. While the store denies access or does not answer,
 * the report shows the figures of the last reading that succeeded. Thread-safe.
 */
final class ArchiveReadings {
  private final TopicArchives archives;
  private final Map<PartitionId, ArchiveFigures> known = new ConcurrentHashMap<>();

  ArchiveReadings(TopicArchives archives) {
    this.archives = archives;
  }

  /**
   * The result of reading the archive of one partition.
   *
   * @param archive null when the archive cannot be read now
   * @param figures the archive's figures. When the archive cannot be read now, the figures of the
   *     last successful reading, or all 0 if there was none
   * @param problem why the archive cannot be read now; null when it can be read
   */
  record Reading(
      @Nullable PartitionArchive archive, ArchiveFigures figures, @Nullable String problem) {}

  /**
   * Returns a reader for one report. After the first failure of the store, the reader does not ask
   * the store again.
   */
  Report begin() {
    return new Report();
  }

  /**
   * Reads archives for one report. Once the store has failed, this report does not ask the store
   * again: otherwise the report would wait for the failing store once for each partition. Confined
   * to one thread.
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
