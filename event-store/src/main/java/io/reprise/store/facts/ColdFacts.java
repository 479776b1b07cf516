package io.reprise.store.facts;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import java.time.Instant;
import java.util.OptionalLong;

/** Answers a {@link TopicInspector}'s questions about archived offsets. Thread-safe. */
public interface ColdFacts {
  /** An implementation for a cluster without archives: no offset is archived. */
  ColdFacts NONE =
      new ColdFacts() {
        @Override
        public Archived of(PartitionId id) {
          return new Archived(new OffsetRange(0, 0), 0);
        }

        @Override
        public OptionalLong offsetAt(PartitionId id, Instant instant) {
          return OptionalLong.empty();
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
  record Archived(OffsetRange offsets, long bytes) {}

  Archived of(PartitionId id);

  /**
   * Returns the first archived offset whose record has a timestamp at or after an instant; empty if
   * there is none.
   */
  OptionalLong offsetAt(PartitionId id, Instant instant);

  /** Returns whether the archived range begins with records from before an instant. */
  boolean beginsBefore(PartitionId id, OffsetRange range, Instant instant);

  /**
   * Returns whether a record at or after an instant is archived in a segment that has offsets of
   * the range.
   */
  boolean reaches(PartitionId id, OffsetRange range, Instant instant);
}
