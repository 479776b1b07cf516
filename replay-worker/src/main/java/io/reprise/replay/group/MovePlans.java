package io.reprise.replay.group;

import io.reprise.kafka.time.Deadline;
import io.reprise.replay.spec.RangeBound;
import io.reprise.store.KeySelection;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.read.ReadCosts;
import io.reprise.store.archive.read.ReadCosts.ColdRange;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the plan of a move needs, and makes the plan. Asks the archive only about
 * partitions in which offsets below Kafka's log start are wanted. Thread-safe.
 */
final class MovePlans {
  private static final Duration COLD_LIMIT = Duration.ofSeconds(10);

  private final KafkaGroups groups;
  private final TopicInspector topics;
  private final WantedOffsets wanted;
  private final @Nullable ReadCosts costs;
  private final MoveRules rules;

  /**
   * @param costs counts records in archives; null without an archive
   */
  MovePlans(
      KafkaGroups groups,
      TopicInspector topics,
      WantedOffsets wanted,
      @Nullable ReadCosts costs,
      MoveRules rules) {
    this.groups = groups;
    this.topics = topics;
    this.wanted = wanted;
    this.costs = costs;
    this.rules = rules;
  }

  /**
   * A plan, and what the group has committed now.
   *
   * @param standing the group; null if it does not exist yet
   * @param committed by partition
   */
  record Planned(
      GroupMovePlan plan,
      KafkaGroups.@Nullable Standing standing,
      Map<Integer, OffsetAndMetadata> committed) {}

  /**
   * Makes the plan of a move. A live group gets a plan, too, with a note that it cannot be carried
   * out now.
   */
  Planned plan(String group, GroupMoveSpec spec, MoveHistory history) {
    var standing = groups.find(group).orElse(null);
    requireAllowed(group, spec, standing);
    var inKafka = topics.inspectKafka(spec.topic());
    spec.partitions().stream()
        .filter(p -> p >= inKafka.partitions().size())
        .findFirst()
        .ifPresent(p -> refuseUnknown(p, inKafka));
    var asked = wanted.of(group, spec, inKafka, history);
    var facts = withArchive(inKafka, spec, asked);
    Map<Integer, OffsetAndMetadata> committed =
        standing == null ? Map.of() : groups.stable(group, spec.topic());
    var offsets = new HashMap<Integer, Long>();
    committed.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    var plan = new MovePlanner(group, spec, facts).plan(offsets, asked, isEndOpen(spec));
    return new Planned(noted(counted(plan), spec, standing, history, offsets), standing, committed);
  }

  private void requireAllowed(
      String group, GroupMoveSpec spec, KafkaGroups.@Nullable Standing standing) {
    if (standing == null && spec.kind() != MoveKind.COPY) {
      throw GroupNotFoundException.ofGroup(group);
    }
    var fault = standing == null ? rules.ofOwn(group) : rules.forbidden(standing);
    fault.ifPresent(
        reason -> {
          throw new GroupRefusedException(reason);
        });
  }

  private static void refuseUnknown(int partition, TopicFacts topic) {
    throw new GroupRefusedException(
        "partition %d does not exist: topic '%s' has partitions 0 to %d"
            .formatted(partition, topic.topic(), topic.partitions().size() - 1));
  }

  /** Returns whether the offsets to set may grow until the move is carried out. */
  private boolean isEndOpen(GroupMoveSpec spec) {
    return spec.to() instanceof RangeBound.Latest
        || (spec.from() != null
            && groups.find(spec.from()).filter(KafkaGroups.Standing::isLive).isPresent());
  }

  private TopicFacts withArchive(
      TopicFacts inKafka, GroupMoveSpec spec, Map<Integer, Optional<Long>> asked) {
    var cold =
        inKafka.partitions().stream()
            .filter(p -> spec.includes(p.partition()))
            .filter(
                p ->
                    asked
                        .getOrDefault(p.partition(), Optional.empty())
                        .filter(offset -> offset < p.logStart())
                        .isPresent())
            .map(PartitionFacts::partition)
            .toList();
    return cold.isEmpty() ? inKafka : topics.withArchived(inKafka, cold);
  }

  /** Counts the records at archived offsets, if there are any and the archive answers. */
  private GroupMovePlan counted(GroupMovePlan plan) {
    var ranges =
        plan.partitions().stream()
            .filter(p -> !p.archived().isEmpty())
            .map(
                p ->
                    new ColdRange(
                        new PartitionId(plan.topic(), plan.topicId(), p.partition()), p.archived()))
            .toList();
    if (ranges.isEmpty() || costs == null) {
      return plan;
    }
    try {
      var cost = costs.of(ranges, KeySelection.ALL, Deadline.after(COLD_LIMIT));
      return plan.withArchivedRecords(cost.records());
    } catch (RetriableException e) {
      return plan.withNote(
          "the archive did not say how many records it has at these offsets: " + e.getMessage());
    }
  }

  private GroupMovePlan noted(
      GroupMovePlan plan,
      GroupMoveSpec spec,
      KafkaGroups.@Nullable Standing standing,
      MoveHistory history,
      Map<Integer, Long> committed) {
    var noted = plan;
    if (standing == null) {
      noted =
          noted.withNote(
              "group '%s' does not exist yet: the move creates it".formatted(plan.group()));
    } else {
      var live = MoveRules.live(standing);
      noted = live.isPresent() ? noted.withNote(live.get()) : noted;
      if (standing.isSimple()) {
        noted =
            noted.withNote(
                "no consumer has ever been a member of the group: Kafka cannot tell whether"
                    + " somebody still commits offsets for it");
      }
    }
    var undone = spec.move() == null ? null : history.find(plan.group(), spec.move()).orElse(null);
    if (undone != null && !undone.isVisibleIn(committed)) {
      noted =
          noted.withNote(
              "the group has committed other offsets since the move, or somebody else has set them:"
                  + " again and skipped count from the present ones");
    }
    return noted;
  }
}
