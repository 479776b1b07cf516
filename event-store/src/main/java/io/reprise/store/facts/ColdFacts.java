package io.reprise.store.facts;

import io.reprise.kafka.time.Deadline;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers the questions of {@link TopicInspector} and {@link TopicTimestamps} about the offsets
 * that are in the archives. Thread-safe.
 */
public interface ColdFacts {
  /** Serves a cluster without archives: answers every question as if nothing were archived. */
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
        public Set<PartitionId> beginningBefore(
            Map<PartitionId, OffsetRange> ranges, Instant instant, Deadline deadline) {
          return Set.of();
        }

        @Override
        public Set<PartitionId> reaching(
            Map<PartitionId, OffsetRange> ranges, Instant instant, Deadline deadline) {
          return Set.of();
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
   * For each partition, takes the first archived record in the partition's range. Returns the
   * partitions in which this record has a timestamp before {@code instant}.
   *
   * @param ranges for each partition, the range of offsets to check in its archive
   * @throws org.apache.kafka.common.errors.RetriableException if the archive of a partition does
   *     not answer before the deadline; the message names these partitions
   */
  Set<PartitionId> beginningBefore(
      Map<PartitionId, OffsetRange> ranges, Instant instant, Deadline deadline);

  /**
   * For each partition, finds the first archived segment that has a record with a timestamp at or
   * after {@code instant}. Returns the partitions whose range shares at least one offset with this
   * segment.
   *
   * @param ranges for each partition, the range of offsets to check in its archive
   * @throws org.apache.kafka.common.errors.RetriableException if the archive of a partition does
   *     not answer before the deadline; the message names these partitions
   */
  Set<PartitionId> reaching(
      Map<PartitionId, OffsetRange> ranges, Instant instant, Deadline deadline);
}
