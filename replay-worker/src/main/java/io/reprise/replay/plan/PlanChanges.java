package io.reprise.replay.plan;

import io.reprise.replay.spec.OnMissingOffsets;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.TopicFacts;
import java.util.ArrayList;
import java.util.List;

/** Checks whether a source topic has changed since a plan was made, so that the plan is void. */
public final class PlanChanges {
  private PlanChanges() {}

  /**
   * Returns the planned partitions whose range starts below Kafka's log start. For these
   * partitions, the facts that the caller passes to {@link #since} must include the archive.
   *
   * @param inKafka the facts of the source topic in Kafka alone, as they are now
   */
  public static List<Integer> partitionsBelowKafka(Plan plan, TopicFacts inKafka) {
    var partitions = inKafka.partitions();
    return plan.partitions().stream()
        .filter(planned -> !planned.range().isEmpty())
        .filter(
            planned ->
                planned.partition() < partitions.size()
                    && planned.range().from() < partitions.get(planned.partition()).logStart())
        .map(PlannedPartition::partition)
        .toList();
  }

  /**
   * Returns the changes of the source topic that make {@code plan} void, one sentence each. Empty
   * if all offsets of the plan can still be read.
   *
   * @param now the facts of the source topic as they are now. For the partitions that {@link
   *     #partitionsBelowKafka} returns, they say which offsets are in the archive
   */
  public static List<String> since(Plan plan, TopicFacts now) {
    if (!plan.topicId().equals(now.topicId())) {
      return List.of(
          "topic '%s' was deleted and recreated after the plan was made (id %s, now %s)"
              .formatted(now.topic(), plan.topicId(), now.topicId()));
    }
    var changes = new ArrayList<String>();
    if (plan.topicPartitions() != now.partitions().size()) {
      changes.add(
          "topic '%s' had %d partitions and has %d now"
              .formatted(now.topic(), plan.topicPartitions(), now.partitions().size()));
    }
    for (var planned : plan.partitions()) {
      var facts = now.partitions().get(planned.partition());
      var log = facts.readable();
      boolean hasGap = facts.gap().overlaps(planned.range()) && !toleratesHoles(plan);
      if (!planned.range().isEmpty() && (hasGap || !contains(log, planned.range()))) {
        changes.add(
            "partition %d: the plan reads %s, the log now holds %s"
                .formatted(planned.partition(), planned.range(), log));
      }
    }
    return changes;
  }

  private static boolean toleratesHoles(Plan plan) {
    return plan.spec().source().onMissingOffsets() == OnMissingOffsets.RECORD;
  }

  private static boolean contains(OffsetRange log, OffsetRange range) {
    return log.from() <= range.from() && range.to() <= log.to();
  }
}
