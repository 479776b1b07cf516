package io.reprise.replay.group;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.group.GroupMembers;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka about groups, and changes their committed offsets. Thread-safe. The caller closes the
 * admin client.
 *
 * <p>Errors are those of Kafka's client. After a {@link
 * org.apache.kafka.common.errors.TimeoutException} of a change it is unknown whether offsets were
 * changed.
 */
final class KafkaGroups {
  private final Admin admin;

  KafkaGroups(Admin admin) {
    this.admin = admin;
  }

  /**
   * A group as Kafka lists it.
   *
   * @param members number of members; null if Kafka lists the members of this type in another way
   * @param isSimple whether no member has ever joined: somebody commits offsets under the group's
   *     id without being a member, and Kafka cannot tell whether that goes on
   */
  record Standing(
      String group, GroupType type, GroupState state, @Nullable Integer members, boolean isSimple) {

    /** Returns whether consumers are members, or the state is one that Kafka's client knows not. */
    boolean isLive() {
      return switch (state) {
        case EMPTY, DEAD -> members != null && members > 0;
        default -> true;
      };
    }
  }

  /** Returns all groups that this worker may describe, by name. */
  List<GroupListing> list() {
    return KafkaAnswer.of(admin.listGroups().all()).stream()
        .sorted(Comparator.comparing(GroupListing::groupId))
        .toList();
  }

  /** Returns a group; empty if Kafka does not list it. */
  Optional<Standing> find(String group) {
    return list().stream()
        .filter(listed -> listed.groupId().equals(group))
        .findFirst()
        .map(this::standing);
  }

  private Standing standing(GroupListing listed) {
    // A broker without group types has no other groups than classic ones.
    var type = listed.type().orElse(GroupType.CLASSIC);
    var members =
        type == GroupType.CLASSIC || type == GroupType.CONSUMER
            ? Integer.valueOf(GroupMembers.count(admin, listed.groupId()))
            : null;
    return new Standing(
        listed.groupId(),
        type,
        listed.groupState().orElse(GroupState.UNKNOWN),
        members,
        listed.isSimpleConsumerGroup());
  }

  /**
   * Returns the offsets that the group has committed of one topic, by partition. Waits for pending
   * commits of transactions: a consumer that was killed may have left one, which would otherwise
   * become visible after a move and replace the offset that the move has set.
   *
   * @throws TimeoutException if Kafka does not answer, or such a transaction does not end, within
   *     the limit of the admin client; a retry is safe
   */
  Map<Integer, OffsetAndMetadata> stable(String group, String topic) {
    var options = new ListConsumerGroupOffsetsOptions().requireStable(true);
    var spec = Map.of(group, new ListConsumerGroupOffsetsSpec());
    var asked = admin.listConsumerGroupOffsets(spec, options);
    try {
      return ofTopic(topic, found(asked.partitionsToOffsetAndMetadata(group)));
    } catch (TimeoutException e) {
      throw new TimeoutException(
          "offsets of group '%s' did not arrive: Kafka does not answer, or a transaction with offsets of the group is open, which ends after its timeout"
              .formatted(group),
          e);
    }
  }

  /** Returns the offsets that groups have committed, by group. Groups without any are missing. */
  Map<String, Map<TopicPartition, Long>> committed(Collection<String> groups) {
    var spec =
        groups.stream().collect(Collectors.toMap(g -> g, g -> new ListConsumerGroupOffsetsSpec()));
    if (spec.isEmpty()) {
      return Map.of();
    }
    var asked = admin.listConsumerGroupOffsets(spec);
    var all = new HashMap<String, Map<TopicPartition, Long>>();
    for (var group : groups) {
      var offsets = new HashMap<TopicPartition, Long>();
      found(asked.partitionsToOffsetAndMetadata(group))
          .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
      all.put(group, offsets);
    }
    return all;
  }

  /** Returns the start offsets of share groups, by group. */
  Map<String, Map<TopicPartition, Long>> shared(Collection<String> groups) {
    var spec =
        groups.stream().collect(Collectors.toMap(g -> g, g -> new ListShareGroupOffsetsSpec()));
    if (spec.isEmpty()) {
      return Map.of();
    }
    var asked = admin.listShareGroupOffsets(spec);
    var all = new HashMap<String, Map<TopicPartition, Long>>();
    for (var group : groups) {
      var offsets = new HashMap<TopicPartition, Long>();
      found(asked.partitionsToOffsetInfo(group))
          .forEach((partition, offset) -> offsets.put(partition, offset.startOffset()));
      all.put(group, offsets);
    }
    return all;
  }

  /**
   * Returns what was found; nothing for a group that was deleted in the meantime. Kafka answers
   * null for a partition without an offset; such a partition is left out.
   */
  private static <T> Map<TopicPartition, T> found(KafkaFuture<Map<TopicPartition, T>> asked) {
    try {
      var found = new HashMap<>(KafkaAnswer.of(asked));
      found.values().removeIf(offset -> offset == null);
      return found;
    } catch (GroupIdNotFoundException | InvalidGroupIdException e) {
      return Map.of();
    }
  }

  private static Map<Integer, OffsetAndMetadata> ofTopic(
      String topic, Map<TopicPartition, OffsetAndMetadata> offsets) {
    var byNumber = new TreeMap<Integer, OffsetAndMetadata>();
    offsets.forEach(
        (partition, offset) -> {
          if (partition.topic().equals(topic)) {
            byNumber.put(partition.partition(), offset);
          }
        });
    return byNumber;
  }

  /**
   * Sets offsets. Creates the group if it does not exist.
   *
   * @throws org.apache.kafka.common.errors.UnknownMemberIdException if the group has members: Kafka
   *     itself refuses the change then, and no offset was changed
   */
  void set(String group, String topic, Map<Integer, OffsetAndMetadata> offsets) {
    var byPartition = new HashMap<TopicPartition, OffsetAndMetadata>();
    offsets.forEach((p, offset) -> byPartition.put(new TopicPartition(topic, p), offset));
    KafkaAnswer.of(admin.alterConsumerGroupOffsets(group, byPartition).all());
  }

  /**
   * Removes offsets, so that the group has none.
   *
   * @throws org.apache.kafka.common.errors.GroupSubscribedToTopicException if members of the group
   *     read the topic: Kafka refuses the change then, and no offset was changed
   */
  void remove(String group, String topic, Set<Integer> partitions) {
    var named =
        partitions.stream().map(p -> new TopicPartition(topic, p)).collect(Collectors.toSet());
    KafkaAnswer.of(admin.deleteConsumerGroupOffsets(group, named).all());
  }
}
