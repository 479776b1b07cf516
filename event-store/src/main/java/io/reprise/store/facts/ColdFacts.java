package io.reprise.store.facts;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import java.time.Instant;
import java.util.OptionalLong;

/** What an inspector asks of an archive. Thread-safe. */
public interface ColdFacts {
  /** Where nothing is archived. */
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
      };

  /**
   * One partition's archive.
   *
   * @param offsets empty when there are none
   * @param bytes stored
   */
  record Archived(OffsetRange offsets, long bytes) {}

  Archived of(PartitionId id);

  /** The first archived offset whose record is at or after an instant. */
  OptionalLong offsetAt(PartitionId id, Instant instant);
}
