package io.reprise.store.tier;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.read.ArchiveCatalog;
import io.reprise.store.archive.read.ArchiveQueries;
import io.reprise.store.facts.ColdFacts;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Answers a topic inspector's questions about archived offsets, from commit logs and segment
 * indexes. Thread-safe.
 */
public record ArchiveFacts(ArchiveCatalog catalog, ArchiveQueries questions) implements ColdFacts {

  @Override
  public Archived of(PartitionId id) {
    var archive = catalog.now(id);
    long bytes = catalog.ask(archive, a -> a.segments().totals().bytes());
    return new Archived(archive.covered(), bytes);
  }

  @Override
  public OptionalLong offsetAt(PartitionId id, Instant instant) {
    long millis = instant.toEpochMilli();
    return catalog.ask(catalog.recent(id), archive -> questions.offsetAt(archive, millis));
  }

  @Override
  public boolean beginsBefore(PartitionId id, OffsetRange range, Instant instant) {
    long millis = instant.toEpochMilli();
    return catalog.ask(
        catalog.recent(id), archive -> questions.beginsBefore(archive, range, millis));
  }

  @Override
  public boolean reaches(PartitionId id, OffsetRange range, Instant instant) {
    long millis = instant.toEpochMilli();
    return catalog.ask(catalog.recent(id), archive -> questions.reaches(archive, range, millis));
  }
}
