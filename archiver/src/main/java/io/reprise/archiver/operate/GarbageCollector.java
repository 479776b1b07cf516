package io.reprise.archiver.operate;

import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.PartitionArchive;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds objects that no commit entry names: what writers that died had uploaded. Only those are
 * garbage that are older than a day and of an epoch that has ended: no writer can still commit
 * them.
 */
public final class GarbageCollector {
  public static final Duration A_DAY = Duration.ofDays(1);

  private final TopicArchives archives;
  private final Clock clock;
  private final Duration leastAge;

  public GarbageCollector(TopicArchives archives, Clock clock, Duration leastAge) {
    this.archives = archives;
    this.clock = clock;
    this.leastAge = leastAge;
  }

  /** An object that nobody needs. */
  public record Orphan(String object, long bytes) {}

  /** What was found. */
  public record Summary(String topic, long orphans, long bytes, String done) {}

  /** Lists garbage and leaves it. */
  public Summary look(Set<String> topics, Consumer<Orphan> each) {
    return run(topics, each, "nothing was removed");
  }

  /** Lists garbage and removes it. */
  public Summary remove(Set<String> topics, Consumer<Orphan> each) {
    return run(
        topics,
        orphan -> {
          archives.store().remove(orphan.object());
          each.accept(orphan);
        },
        "removed");
  }

  private Summary run(Set<String> topics, Consumer<Orphan> each, String done) {
    long[] total = new long[2];
    for (var topic : topics) {
      for (var id : archives.partitions(topic, Set.of())) {
        orphans(
            id,
            orphan -> {
              total[0]++;
              total[1] += orphan.bytes();
              each.accept(orphan);
            });
      }
    }
    return new Summary(String.join(", ", topics), total[0], total[1], done);
  }

  private void orphans(PartitionId id, Consumer<Orphan> each) {
    var archive = archives.load(id); // Before the listing: what it names by then is kept.
    UnnamedObjects.of(archives.store(), archive, object -> keepOrTell(object, archive, each));
  }

  private void keepOrTell(
      UnnamedObjects.Unnamed object, PartitionArchive archive, Consumer<Orphan> each) {
    boolean old = object.facts().modified().isBefore(clock.instant().minus(leastAge));
    if (old && object.isSegment() && object.epoch() < archive.epoch()) {
      each.accept(new Orphan(object.facts().name(), object.facts().bytes()));
    }
  }
}
