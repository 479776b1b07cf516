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
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Answers the questions of a topic inspector about archived offsets. The answers are from commit
 * logs and segment indexes, which are read for several partitions at the same time. Thread-safe.
 */
public record ArchiveFacts(ArchiveCatalog catalog, ArchiveQueries questions) implements ColdFacts {
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
  public Set<PartitionId> beginningBefore(
      Map<PartitionId, OffsetRange> ranges, Instant instant, Deadline deadline) {
    long millis = instant.toEpochMilli();
    return matching(ranges, (a, range) -> questions.beginsBefore(a, range, millis), deadline);
  }

  @Override
  public Set<PartitionId> reaching(
      Map<PartitionId, OffsetRange> ranges, Instant instant, Deadline deadline) {
    long millis = instant.toEpochMilli();
    return matching(ranges, (a, range) -> questions.reaches(a, range, millis), deadline);
  }

  private Set<PartitionId> matching(
      Map<PartitionId, OffsetRange> ranges,
      BiPredicate<PartitionArchive, OffsetRange> question,
      Deadline deadline) {
    var found = new HashSet<PartitionId>();
    ask(
            List.copyOf(ranges.keySet()),
            id ->
                catalog.ask(
                    catalog.recent(id),
                    archive -> question.test(archive, Objects.requireNonNull(ranges.get(id)))),
            deadline)
        .forEach(
            (id, matches) -> {
              if (matches) {
                found.add(id);
              }
            });
    return found;
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
