package io.reprise.store.facts;

import io.reprise.kafka.time.Deadline;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Answers the questions of a {@link TopicInspector} about the offsets that are in the archives.
 * Thread-safe.
 */
public interface ColdFacts {
  /** For a cluster without archives: answers every question as if nothing were archived. */
  ColdFacts NONE =
      new ColdFacts() {
        @Override
        public Map<PartitionId, Archived> of(List<PartitionId> ids, Deadline deadline) {
          return ids.stream().collect(Collectors.toMap(id -> id, id -> Archived.NOTHING));
        }

        @Override
        public Map<PartitionId, Long> offsetsAt(
            List<PartitionId> ids, Instant instant, Deadline deadline) {
          return Map.of();
        }

        @Override
        public boolean beginsBefore(PartitionId id, OffsetRange range, Instant instant) {
          return false;
        }

        @Override
        public boolean reaches(PartitionId id, OffsetRange range, Instant instant) {
          return false;
        }
      };

  /**
   * What the archive of one partition holds.
   *
   * @param offsets the archived offset range; empty if nothing is archived
   * @param bytes total size of the archive's data objects
   */
  record Archived(OffsetRange offsets, long bytes) {
    static final Archived NOTHING = new Archived(new OffsetRange(0, 0), 0);
  }

  /**
   * Returns, for each of the partitions, what its archive holds.
   *
   * @throws org.apache.kafka.common.errors.RetriableException if the archive of a partition does
   *     not answer before the deadline; the message names these partitions
   */
  Map<PartitionId, Archived> of(List<PartitionId> ids, Deadline deadline);

  /**
   * Returns, for each of the partitions, the first archived offset whose record has a timestamp at
   * or after an instant. The result has no entry for a partition without such a record.
   *
   * @throws org.apache.kafka.common.errors.RetriableException if the archive of a partition does
   *     not answer before the deadline; the message names these partitions
   */
  Map<PartitionId, Long> offsetsAt(List<PartitionId> ids, Instant instant, Deadline deadline);

  /**
   * Returns whether the first archived record of {@code range} has a timestamp before an instant.
   */
  boolean beginsBefore(PartitionId id, OffsetRange range, Instant instant);

  /**
   * Finds the archive's first segment with a record at or after an instant, and returns whether
   * this segment and {@code range} share at least one offset.
   */
  boolean reaches(PartitionId id, OffsetRange range, Instant instant);
}
