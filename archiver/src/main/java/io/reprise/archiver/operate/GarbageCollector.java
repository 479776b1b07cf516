package io.reprise.archiver.operate;

import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.log.ReplacedSegments;
import io.reprise.store.archive.log.UnnamedManifests;
import io.reprise.store.object.store.ObjectFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds and removes the garbage of archives: segment objects that no commit entry names, and
 * manifests that no checkpoint names. Killed writers and merges leave such objects behind.
 * Thread-safe.
 *
 * <p>A segment object is garbage only if it is old enough and no writer can commit it any more. No
 * writer can commit the object if a later claim has ended the epoch of its writer, or if a larger
 * committed segment has all its offsets. The objects of a segment that was merged or replaced only
 * recently are kept, because readers may still use the archive's former state.
 *
 * <p>A manifest is garbage if it is old enough and no checkpoint newer than the manifest names it.
 */
public final class GarbageCollector {
  /**
   * Default of the least age of garbage. Objects younger than the least age are never garbage. The
   * objects of a segment are not garbage either if the segment was merged or replaced more recently
   * than the least age ago.
   */
  public static final Duration A_DAY = Duration.ofDays(1);

  private final TopicArchives archives;
  private final Clock clock;
  private final Duration leastAge;

  public GarbageCollector(TopicArchives archives, Clock clock, Duration leastAge) {
    this.archives = archives;
    this.clock = clock;
    this.leastAge = leastAge;
  }

  /** An object in the store that no commit entry names and that no writer can commit any more. */
  public record Orphan(String object, long bytes) {}

  /**
   * The result of a garbage collection.
   *
   * @param done {@code removed}, or {@code nothing was removed} if the objects were only listed
   */
  public record Summary(String topic, long orphans, long bytes, String done) {}

  /** Lists garbage and removes nothing. */
  public Summary list(Set<String> topics, Consumer<Orphan> each) {
    return run(topics, each, "nothing was removed");
  }

  /** Lists the garbage and removes it. */
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
    // The commit log is read before the objects are listed. An object that is committed between
    // these two reads is missing from the log that was read, but the epoch of its writer has not
    // ended, so the object is not taken for garbage.
    var archive = archives.load(id);
    var recent = new RecentlyReplaced(archive, clock.instant().minus(leastAge));
    UnnamedObjects.forEach(
        archives.store(), archive, object -> reportIfGarbage(object, recent, each));
    UnnamedManifests.forEach(
        archives.store(),
        id,
        manifest -> {
          if (isOld(manifest)) {
            each.accept(new Orphan(manifest.name(), manifest.bytes()));
          }
        });
  }

  private boolean isOld(ObjectFacts object) {
    return object.modified().isBefore(clock.instant().minus(leastAge));
  }

  private void reportIfGarbage(
      UnnamedObjects.Unnamed object, RecentlyReplaced recent, Consumer<Orphan> each) {
    if (isOld(object.facts())
        && object.isSegment()
        && (object.isCovered() || object.epoch() < recent.archive.epoch())
        && !recent.contains(object.facts().name())) {
      each.accept(new Orphan(object.facts().name(), object.facts().bytes()));
    }
  }

  /** The objects of segments that were merged or replaced recently. Confined to one thread. */
  private final class RecentlyReplaced {
    private final PartitionArchive archive;
    private final Instant since;
    private @Nullable Set<String> files;

    RecentlyReplaced(PartitionArchive archive, Instant since) {
      this.archive = archive;
      this.since = since;
    }

    /**
     * Returns whether the object belongs to a segment that was merged or replaced recently. Reads
     * the newest commit entries only at the first call, because most partitions have no garbage and
     * need no call.
     */
    boolean contains(String object) {
      if (files == null) {
        files = ReplacedSegments.since(archives.store(), archive, since);
      }
      var data = ArchiveLayout.dataOf(object);
      return files.contains(data.substring(data.lastIndexOf('/') + 1));
    }
  }
}
