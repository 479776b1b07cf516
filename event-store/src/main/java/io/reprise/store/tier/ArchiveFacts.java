package io.reprise.store.tier;

import io.reprise.kafka.time.Deadline;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.read.ArchiveCatalog;
import io.reprise.store.archive.read.ArchiveQueries;
import io.reprise.store.archive.read.ArchiveUnreachableException;
import io.reprise.store.archive.read.ParallelReads;
import io.reprise.store.facts.ColdFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Answers the questions of a topic inspector about archived offsets. Reads commit logs and segment
 * indexes for this, of several partitions at the same time. Thread-safe.
 */
public record ArchiveFacts(ArchiveCatalog catalog, ArchiveQueries questions) implements ColdFacts {
  /** The time limit for the answer to a question about the timestamps of one partition. */
  private static final Duration ONE_LIMIT = Duration.ofSeconds(20);

  @Override
  public Map<PartitionId, Archived> of(List<PartitionId> ids, Deadline deadline) {
    return ask(ids, this::archived, deadline);
  }

  private Archived archived(PartitionId id) {
    var archive = catalog.now(id);
    long bytes = catalog.ask(archive, a -> a.segments().totals().bytes());
    return new Archived(archive.covered(), bytes);
  }

  @Override
  public Map<PartitionId, Long> offsetsAt(
      List<PartitionId> ids, Instant instant, Deadline deadline) {
    var offsets = new HashMap<PartitionId, Long>();
    ask(ids, id -> offsetAt(id, instant.toEpochMilli()), deadline)
        .forEach((id, offset) -> offset.ifPresent(o -> offsets.put(id, o)));
    return offsets;
  }

  private OptionalLong offsetAt(PartitionId id, long millis) {
    return catalog.ask(catalog.recent(id), archive -> questions.offsetAt(archive, millis));
  }

  @Override
  public boolean beginsBefore(PartitionId id, OffsetRange range, Instant instant) {
    long millis = instant.toEpochMilli();
    return ask(id, archive -> questions.beginsBefore(archive, range, millis));
  }

  @Override
  public boolean reaches(PartitionId id, OffsetRange range, Instant instant) {
    long millis = instant.toEpochMilli();
    return ask(id, archive -> questions.reaches(archive, range, millis));
  }

  private boolean ask(PartitionId id, Predicate<PartitionArchive> question) {
    var deadline = Deadline.after(ONE_LIMIT);
    return ask(List.of(id), i -> catalog.ask(catalog.recent(i), question::test), deadline)
        .containsValue(true);
  }

  private static <T> Map<PartitionId, T> ask(
      List<PartitionId> ids, Function<PartitionId, T> question, Deadline deadline) {
    var answers = new HashMap<PartitionId, T>();
    if (!ParallelReads.ask(ids.iterator(), question, answers::put, deadline)) {
      var missing = ids.stream().filter(id -> !answers.containsKey(id)).toList();
      throw ArchiveUnreachableException.unanswered(missing, deadline.limit());
    }
    return answers;
  }
}
