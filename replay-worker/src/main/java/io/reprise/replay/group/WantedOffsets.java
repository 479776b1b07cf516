package io.reprise.replay.group;

import io.reprise.replay.receipt.PartitionReceipt;
import io.reprise.replay.receipt.Receipt;
import io.reprise.replay.spec.RangeBound;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Finds out at which offsets a group is to read on. The answers are by partition. An empty value
 * stands for no offset at all, and a partition that is missing stays as it is. Thread-safe.
 */
final class WantedOffsets {
  private final TopicInspector topics;
  private final KafkaGroups groups;
  private final Function<String, Receipt> receipts;

  /**
   * @param receipts returns the receipt of the replay with an id
   */
  WantedOffsets(TopicInspector topics, KafkaGroups groups, Function<String, Receipt> receipts) {
    this.topics = topics;
    this.groups = groups;
    this.receipts = receipts;
  }

  /**
   * Returns the wanted offsets of a move.
   *
   * @param topic facts about the topic from Kafka alone
   * @throws GroupRefusedException if what the spec names does not fit the topic
   * @throws org.apache.kafka.common.errors.RetriableException if Kafka or an archive does not
   *     answer
   */
  Map<Integer, Optional<Long>> of(
      String group, GroupMoveSpec spec, TopicFacts topic, MoveHistory history) {
    return switch (spec.kind()) {
      case REWIND, FORWARD ->
          spec.to() == null ? ofReplay(spec, topic) : ofBound(spec, topic, spec.to());
      case COPY -> ofGroup(Objects.requireNonNull(spec.from()), topic);
      case UNDO -> ofMove(group, Objects.requireNonNull(spec.move()), topic, history);
    };
  }

  private Map<Integer, Optional<Long>> ofBound(
      GroupMoveSpec spec, TopicFacts topic, RangeBound bound) {
    if (bound instanceof RangeBound.AtOffset at) {
      return each(topic, partition -> at.offset());
    }
    if (bound instanceof RangeBound.AtOffsets at) {
      var wanted = new HashMap<Integer, Optional<Long>>();
      at.offsets()
          .forEach(
              (partition, offset) -> {
                requirePartition(topic, partition);
                wanted.put(partition, Optional.of(offset));
              });
      return wanted;
    }
    if (bound instanceof RangeBound.AtTime at) {
      return ofTime(spec, topic, at.time());
    }
    return bound instanceof RangeBound.Earliest
        ? each(topic, PartitionFacts::logStart)
        : each(topic, partition -> Math.max(partition.logStart(), partition.committedEnd()));
  }

  private Map<Integer, Optional<Long>> ofTime(GroupMoveSpec spec, TopicFacts topic, Instant time) {
    var trimmed =
        topic.partitions().stream()
            .filter(p -> p.logStart() > 0 && spec.includes(p.partition()))
            .map(PartitionFacts::partition)
            .toList();
    var found = topics.offsetsAt(topics.withArchived(topic, trimmed), time);
    return each(topic, p -> found.getOrDefault(p.partition(), p.committedEnd()));
  }

  /** A rewind goes to where the replay has begun to read, a forward to where it has ended. */
  private Map<Integer, Optional<Long>> ofReplay(GroupMoveSpec spec, TopicFacts topic) {
    var receipt = receipts.apply(Objects.requireNonNull(spec.replay()));
    if (!receipt.topicId().equals(topic.topicId())) {
      throw new GroupRefusedException(
          "replay %s has read topic '%s' with the id %s, and topic '%s' has the id %s: choose a replay of this topic, or offsets"
              .formatted(
                  receipt.replay(),
                  receipt.topic(),
                  receipt.topicId(),
                  topic.topic(),
                  topic.topicId()));
    }
    boolean isForward = spec.kind() == MoveKind.FORWARD;
    if (isForward && !receipt.complete()) {
      throw new GroupRefusedException(
          "replay %s is %s, so the group would skip records that it has not delivered: wait until it is complete, or choose offsets"
              .formatted(receipt.replay(), receipt.state()));
    }
    return receipt.partitions().stream()
        .collect(
            Collectors.toMap(
                PartitionReceipt::partition,
                p -> Optional.of(isForward ? p.range().to() : p.range().from())));
  }

  private Map<Integer, Optional<Long>> ofGroup(String from, TopicFacts topic) {
    var wanted = new HashMap<Integer, Optional<Long>>();
    groups
        .stable(from, topic.topic())
        .forEach((partition, offset) -> wanted.put(partition, Optional.of(offset.offset())));
    if (wanted.isEmpty()) {
      throw new GroupRefusedException(
          "group '%s' has no committed offset of topic '%s', so there is nothing to copy: check the name of the group"
              .formatted(from, topic.topic()));
    }
    return wanted;
  }

  private static Map<Integer, Optional<Long>> ofMove(
      String group, String id, TopicFacts topic, MoveHistory history) {
    var move = history.find(group, id).orElseThrow(() -> GroupNotFoundException.ofMove(group, id));
    undoFault(move, topic, history)
        .ifPresent(
            fault -> {
              throw new GroupRefusedException("move %s cannot be undone: %s".formatted(id, fault));
            });
    var wanted = new HashMap<Integer, Optional<Long>>();
    move.partitions().forEach(p -> wanted.put(p.partition(), Optional.ofNullable(p.former())));
    return wanted;
  }

  private static Optional<String> undoFault(GroupMove move, TopicFacts topic, MoveHistory history) {
    if (!move.topic().equals(topic.topic())) {
      return Optional.of("it moved topic '%s': name that topic".formatted(move.topic()));
    }
    if (!move.topicId().equals(topic.topicId())) {
      return Optional.of("topic '%s' was deleted and created again since".formatted(move.topic()));
    }
    if (move.kind() == MoveKind.UNDO) {
      return Optional.of("it is an undo itself: repeat the move that it has undone");
    }
    if (move.state() == GroupMove.State.WITHDRAWN) {
      return Optional.of("it changed no offset");
    }
    if (history.isUndone(move)) {
      return Optional.of("it was undone already");
    }
    return history
        .laterThan(move)
        .map(later -> "move %s came later: undo that one first".formatted(later.id()));
  }

  private static void requirePartition(TopicFacts topic, int partition) {
    if (partition >= topic.partitions().size()) {
      throw new GroupRefusedException(
          "partition %d does not exist: topic '%s' has partitions 0 to %d"
              .formatted(partition, topic.topic(), topic.partitions().size() - 1));
    }
  }

  private static Map<Integer, Optional<Long>> each(
      TopicFacts topic, ToLongFunction<PartitionFacts> offset) {
    return topic.partitions().stream()
        .collect(
            Collectors.toMap(PartitionFacts::partition, p -> Optional.of(offset.applyAsLong(p))));
  }
}
