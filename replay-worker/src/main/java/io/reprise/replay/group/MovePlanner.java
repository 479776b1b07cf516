package io.reprise.replay.group;

import io.reprise.store.OffsetRange;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans of moves. Pure: the same input gives the same plan.
 *
 * <p>A plan never sets an offset that Kafka does not store. A consumer that begins at a deleted
 * offset does what its {@code auto.offset.reset} says, and Kafka's default for that is the end of
 * the partition: the group would skip everything that it was to read again. Such an offset is
 * replaced by the first one that Kafka stores, and the plan says which offsets are thereby left
 * out.
 */
final class MovePlanner {
  private static final OffsetRange NOTHING = new OffsetRange(0, 0);

  private final String group;
  private final GroupMoveSpec spec;
  private final TopicFacts topic;

  /**
   * @param topic the facts of the topic. For a partition whose wanted offset is below Kafka's log
   *     start, they must say what the archive holds
   */
  MovePlanner(String group, GroupMoveSpec spec, TopicFacts topic) {
    this.group = group;
    this.spec = spec;
    this.topic = topic;
  }

  /**
   * Makes the plan.
   *
   * @param committed by partition, the offset that the group has; a partition without one is
   *     missing
   * @param wanted by partition, the offset that is asked for; an empty value asks for no offset at
   *     all; a partition that is missing stays as it is
   * @param isEndOpen as in {@link MoveHash#of}
   * @throws GroupRefusedException if an offset is asked for that the topic does not have yet
   */
  GroupMovePlan plan(
      Map<Integer, Long> committed, Map<Integer, Optional<Long>> wanted, boolean isEndOpen) {
    var partitions = new ArrayList<MovedPartition>();
    for (var facts : topic.partitions()) {
      var asked = wanted.get(facts.partition());
      if (asked != null && spec.includes(facts.partition())) {
        partitions.add(moved(facts, committed.get(facts.partition()), asked.orElse(null)));
      }
    }
    return new GroupMovePlan(
        group,
        spec.kind(),
        topic.topic(),
        topic.topicId(),
        List.copyOf(partitions),
        partitions.stream().mapToLong(p -> p.again().span()).sum(),
        partitions.stream().mapToLong(p -> p.skipped().span()).sum(),
        partitions.stream().mapToLong(p -> p.archived().span()).sum(),
        null,
        partitions.stream().mapToLong(MovedPartition::lost).sum(),
        notes(partitions),
        MoveHash.of(group, spec, topic.topicId(), partitions, isEndOpen));
  }

  private MovedPartition moved(PartitionFacts facts, @Nullable Long former, @Nullable Long wanted) {
    if (wanted == null) {
      return new MovedPartition(facts.partition(), former, null, NOTHING, NOTHING, NOTHING, 0);
    }
    long start = facts.logStart();
    long end = Math.max(start, facts.committedEnd());
    if (wanted > end) {
      throw new GroupRefusedException(
          "offset %d of partition %d is above %d, the end of topic '%s': choose an offset up to the end"
              .formatted(wanted, facts.partition(), end, topic.topic()));
    }
    long to = inDirection(former, Math.max(start, wanted));
    var unreadable = unreadable(start, former, wanted);
    var archived = overlap(unreadable, facts.archived());
    return new MovedPartition(
        facts.partition(),
        former,
        to,
        former == null || to >= former ? NOTHING : range(to, Math.min(former, end)),
        former == null || to <= former ? NOTHING : range(Math.max(former, start), to),
        archived,
        unreadable.span() - archived.span());
  }

  /** Returns the offset to set: the former one if the wanted one lies in the other direction. */
  private long inDirection(@Nullable Long former, long wanted) {
    if (former == null) {
      return wanted;
    }
    return switch (spec.kind()) {
      case REWIND -> Math.min(former, wanted);
      case FORWARD -> Math.max(former, wanted);
      case COPY, UNDO -> wanted;
    };
  }

  /** Returns the offsets that the group was to read again, but that Kafka has deleted. */
  private OffsetRange unreadable(long logStart, @Nullable Long former, long wanted) {
    if (spec.kind() == MoveKind.FORWARD) {
      return NOTHING;
    }
    long end = former == null ? logStart : Math.min(logStart, former);
    return range(wanted, end);
  }

  private static OffsetRange overlap(OffsetRange one, OffsetRange other) {
    return one.overlaps(other)
        ? range(Math.max(one.from(), other.from()), Math.min(one.to(), other.to()))
        : NOTHING;
  }

  private static OffsetRange range(long from, long to) {
    return from < to ? new OffsetRange(from, to) : NOTHING;
  }

  private List<String> notes(List<MovedPartition> partitions) {
    var notes = new ArrayList<String>();
    long archived = partitions.stream().mapToLong(p -> p.archived().span()).sum();
    long lost = partitions.stream().mapToLong(MovedPartition::lost).sum();
    if (archived > 0) {
      notes.add(
          "%d offsets are only in the archive, where a consumer cannot read them: deliver them with a replay"
              .formatted(archived));
    }
    if (lost > 0) {
      notes.add("%d offsets can no longer be read anywhere".formatted(lost));
    }
    var unknown =
        partitions.stream()
            .filter(p -> p.former() == null && p.to() != null)
            .map(MovedPartition::partition)
            .toList();
    if (!unknown.isEmpty()) {
      notes.add(
          "the group has no committed offset in partitions %s, so it is not known what it has read there"
              .formatted(unknown));
    }
    if (partitions.stream().noneMatch(MovedPartition::changes)) {
      notes.add(nothingChanges());
    }
    return List.copyOf(notes);
  }

  private String nothingChanges() {
    return switch (spec.kind()) {
      case REWIND -> "nothing changes: a rewind sets no offset forward";
      case FORWARD -> "nothing changes: a forward sets no offset back";
      case COPY, UNDO -> "nothing changes: the group has these offsets already";
    };
  }
}
