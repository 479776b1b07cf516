package io.reprise.store.facts;

import io.reprise.kafka.time.Deadline;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Answers a {@link TopicInspector}'s questions about archived offsets. Thread-safe. */
public interface ColdFacts {
  /** An implementation for a cluster without archives: no offset is archived. */
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
   * The offsets and bytes that the archive holds of one partition.
   *
   * @param offsets the archived offsets; an empty range if there are none
   * @param bytes total size of the data objects
   */
  record Archived(OffsetRange offsets, long bytes) {
    static final Archived NOTHING = new Archived(new OffsetRange(0, 0), 0);
  }

  /**
   * Returns the archived part of each of the partitions.
   *
   * @throws org.apache.kafka.common.errors.RetriableException if the archive of a partition does
   *     not answer before the deadline; the message names the partitions
   */
  Map<PartitionId, Archived> of(List<PartitionId> ids, Deadline deadline);

  /**
   * Returns, for each of the partitions, the first archived offset whose record is at or after an
   * instant; a partition without such a record is absent.
   *
   * @throws org.apache.kafka.common.errors.RetriableException as for {@link #of}
   */
  Map<PartitionId, Long> offsetsAt(List<PartitionId> ids, Instant instant, Deadline deadline);

  /** Returns whether the archived range begins with records from before an instant. */
  boolean beginsBefore(PartitionId id, OffsetRange range, Instant instant);

  /**
   * Returns whether a record at or after an instant is archived in a segment that has offsets of
   * the range.
   */
  boolean reaches(PartitionId id, OffsetRange range, Instant instant);
}
