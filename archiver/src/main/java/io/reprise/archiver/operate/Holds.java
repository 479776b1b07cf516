package io.reprise.archiver.operate;

import io.reprise.archiver.commit.ArchiveAnchors;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.ArchiveOp;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.log.HoldInForce;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * Places, lifts and lists holds, which keep offsets in Kafka. Holds are entries in the commit logs:
 * any instance may write them, and every trim obeys them. Thread-safe.
 */
public final class Holds {
  private final TopicArchives archives;
  private final ArchiveAnchors anchors;

  public Holds(TopicArchives archives, ArchiveAnchors anchors) {
    this.archives = archives;
    this.anchors = anchors;
  }

  /** A hold and the partition that it applies to. */
  public record Placed(String topic, int partition, HoldInForce hold) {}

  /**
   * Places a hold on all offsets from {@code from} on in each of the partitions. If one partition
   * refuses the hold, the hold is placed in none.
   *
   * @param partitions numbers of the partitions; all when empty
   * @throws ArchiveRefusedException when some of the offsets are trimmed, or when the commit log
   *     already announces their trim
   */
  public List<Placed> add(
      String topic, Set<Integer> partitions, long from, String reason, String by) {
    return add(archives.partitions(topic, partitions), id -> from, reason, by);
  }

  /**
   * Places a hold like {@link #add}, from the first offset in Kafka whose timestamp is at or after
   * {@code since}.
   */
  public List<Placed> addSince(
      String topic, Set<Integer> partitions, Instant since, String reason, String by) {
    var offsets = archives.topics().offsetsAt(archives.facts(topic), since);
    return add(
        archives.partitions(topic, partitions),
        id -> offsets.getOrDefault(id.partition(), 0L),
        reason,
        by);
  }

  private List<Placed> add(
      List<PartitionId> partitions, ToLongFunction<PartitionId> from, String reason, String by) {
    partitions.forEach(id -> requireHot(id, from.applyAsLong(id)));
    var hold = UUID.randomUUID().toString().substring(0, 8);
    var placed = new ArrayList<Placed>();
    try {
      for (var id : partitions) {
        append(id, new ArchiveOp.Hold(hold, from.applyAsLong(id), reason, by));
        list(id).stream().filter(p -> p.hold().id().equals(hold)).forEach(placed::add);
      }
    } catch (ArchiveRefusedException e) {
      // All partitions were checked first, but one of them has recorded a trim since its check and
      // therefore refused the hold. The hold must not remain in the other partitions.
      placed.forEach(p -> lift(p, by));
      throw e;
    }
    return placed;
  }

  private void requireHot(PartitionId id, long from) {
    long trimmed = archives.load(id).trimIntent();
    if (from < trimmed) {
      throw new ArchiveRefusedException(
          "%s: offsets below %d are trimmed or about to be, %d cannot be held: hold from %d on, or restore the range into another topic"
              .formatted(id, trimmed, from, trimmed));
    }
  }

  /**
   * Lifts a hold in all partitions that have it.
   *
   * @throws ArchiveRefusedException when the topic has no such hold
   */
  public List<Placed> remove(String topic, String id, String by) {
    var lifted = list(topic).stream().filter(p -> p.hold().id().equals(id)).toList();
    if (lifted.isEmpty()) {
      throw new ArchiveRefusedException(
          "topic '%s' has no hold '%s': list its holds to find the id".formatted(topic, id));
    }
    lifted.forEach(placed -> lift(placed, by));
    return lifted;
  }

  private void lift(Placed placed, String by) {
    var partition = archives.partitions(placed.topic(), Set.of(placed.partition())).get(0);
    append(partition, new ArchiveOp.Unhold(placed.hold().id(), by));
  }

  /** Returns all holds of a topic. */
  public List<Placed> list(String topic) {
    return archives.partitions(topic, Set.of()).stream().flatMap(p -> list(p).stream()).toList();
  }

  private List<Placed> list(PartitionId id) {
    return archives.load(id).holds().stream()
        .map(hold -> new Placed(id.topic(), id.partition(), hold))
        .toList();
  }

  private void append(PartitionId id, ArchiveOp op) {
    var log = archives.log(id);
    var archive = log.load();
    while (true) {
      try {
        var outcome = log.append(archive, archive.epoch(), op);
        archive = outcome.now();
        if (outcome instanceof CommitLog.Outcome.Appended) {
          anchors.putNewest(log, archive);
          return;
        }
      } catch (IllegalArgumentException e) {
        throw new ArchiveRefusedException(id + ": the entry " + e.getMessage());
      }
    }
  }
}
