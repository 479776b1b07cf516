package io.reprise.replay.plan;

import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RangeBound;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.target.TargetFacts;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the plan of a replay spec. Equal arguments always give an equal plan. Thread-safe. */
public final class Planner {
  /**
   * Assumed records per second of a replay whose spec does not limit them. Used only to estimate
   * the duration.
   */
  private static final long ASSUMED_RECORDS_PER_SECOND = 50_000;

  private Planner() {}

  /**
   * Makes the plan of {@code spec} from the facts of its source topic and its target.
   *
   * @param offsetsAt for an instant, returns one offset for each partition: that of the first
   *     record whose timestamp is this instant or later. The result has no entry for a partition
   *     without such a record
   * @throws PlanRefusedException when the offset range cannot be read or the target cannot keep the
   *     ordering; the message says what to change
   */
  public static Plan plan(
      ReplaySpec spec,
      TopicFacts topic,
      TargetFacts target,
      WorkerCapacity capacity,
      Function<Instant, Map<Integer, Long>> offsetsAt) {
    requireSuitableTarget(spec, topic, target);
    var partitions = new RangeResolver(spec.source(), topic, offsetsAt).resolve();
    var cutter = new ShardCutter(cutAs(spec), capacity);
    var shards = cutter.cut(partitions);
    long records = partitions.stream().mapToLong(p -> p.range().span()).sum();
    long bytes = partitions.stream().mapToLong(PlannedPartition::estimatedBytes).sum();
    int amplification = shards.stream().mapToInt(ShardPlan::buckets).max().orElse(1);
    return new Plan(
        spec,
        topic.topicId(),
        topic.compacted(),
        topic.partitions().size(),
        partitions,
        shards,
        records,
        bytes,
        amplification,
        target.ends(),
        expectedSeconds(spec, records, bytes),
        notes(spec, topic, target, partitions, amplification),
        PlanHash.of(spec, topic.topicId(), partitions),
        null,
        new PlannedReads(bytes, 0, 0, 0),
        targetTopic(target));
  }

  /**
   * Returns the ordering by which ranges are cut. Buckets are of keys as they are read. If records
   * get other keys, records with the same new key could be in several buckets, so a range stays
   * whole.
   */
  private static Ordering cutAs(ReplaySpec spec) {
    return spec.rekeys() && spec.ordering() == Ordering.KEY ? Ordering.PARTITION : spec.ordering();
  }

  /**
   * Returns {@code plan} for a target topic that did not exist when the plan was made and that
   * exists now. The plan then names the topic's id, so that a later topic of the same name is not
   * taken for it.
   *
   * @param topic the facts of the source topic from which the plan was made
   * @param target the target as it is now
   * @throws PlanRefusedException when the topic does not have the partitions that the plan needs
   */
  public static Plan withTarget(Plan plan, TopicFacts topic, TargetFacts target) {
    requireSuitableTarget(plan.spec(), topic, target);
    return plan.withTarget(Objects.requireNonNull(targetTopic(target)), target.ends());
  }

  private static @Nullable TargetTopic targetTopic(TargetFacts target) {
    return target.topic() == null || target.topicId() == null
        ? null
        : new TargetTopic(target.topic(), target.topicId());
  }

  /**
   * Returns the numbers of the partitions that {@code spec} selects.
   *
   * @throws PlanRefusedException when a selected partition does not exist
   */
  public static List<Integer> selectedPartitions(ReplaySpec spec, TopicFacts topic) {
    return new RangeResolver(spec.source(), topic, instant -> Map.of())
        .selected().stream().map(PartitionFacts::partition).toList();
  }

  /**
   * Returns the selected partitions whose range may start below Kafka's log start. For these
   * partitions alone, the facts that the caller passes to {@link #plan} must include the archive.
   *
   * @param inKafka the facts of the source topic in Kafka, without its archive
   * @param offsetsAt finds offsets by time, as for {@link #plan}
   */
  public static List<Integer> partitionsBelowKafka(
      ReplaySpec spec, TopicFacts inKafka, Function<Instant, Map<Integer, Long>> offsetsAt) {
    return new RangeResolver(spec.source(), inKafka, offsetsAt).belowKafka();
  }

  private static void requireSuitableTarget(ReplaySpec spec, TopicFacts topic, TargetFacts target) {
    if (topic.topic().equals(target.topic())) {
      throw new PlanRefusedException(
          "target '%s' writes to topic '%s', which is also the source: choose a target with another topic"
              .formatted(target.name(), topic.topic()));
    }
    if (spec.redrive() != null) {
      requireSuitableRedrive(spec, topic, target);
    }
    if (spec.rekeys() && target.choosesPartitions()) {
      throw new PlanRefusedException(
          "target '%s' sends records to the partitions that they came from, and rekey gives them keys that belong in others: leave rekey out"
              .formatted(target.name()));
    }
    int sources = topic.partitions().size();
    if (spec.rekeys() && spec.ordering() == Ordering.PARTITION && target.topic() != null) {
      throw new PlanRefusedException(
          "ordering PARTITION writes to the same partition numbers, and rekey writes each record to the partition of its new key in target topic '%s': choose the ordering KEY, or UNORDERED"
              .formatted(target.topic()));
    }
    if (spec.ordering() == Ordering.PARTITION
        && target.topic() != null
        && !target.choosesPartitions()
        && target.partitions() < sources) {
      throw new PlanRefusedException(
          "ordering PARTITION writes to the same partition numbers, but target topic '%s' has %d partitions and the source %d: add partitions to it, or choose KEY or UNORDERED"
              .formatted(target.topic(), target.partitions(), sources));
    }
  }

  private static void requireSuitableRedrive(
      ReplaySpec spec, TopicFacts topic, TargetFacts target) {
    if (target.choosesPartitions()) {
      if (spec.ordering() == Ordering.KEY) {
        throw new PlanRefusedException(
            "a redrive to the partitions that records came from has the ordering PARTITION or"
                + " UNORDERED, and the request has KEY: choose one of these");
      }
      return;
    }
    var parked = ParkedTopic.nameFor(target.name(), target.topic());
    if (!topic.topic().equals(parked)) {
      throw new PlanRefusedException(
          "a redrive sends dead letters back to the topic that they came from, and parked records to the target that refused them; target '%s' does neither for topic '%s': choose a target of kind origin with one of its topics, or redrive topic '%s'"
              .formatted(target.name(), topic.topic(), parked));
    }
  }

  private static long expectedSeconds(ReplaySpec spec, long records, long bytes) {
    var perSecond = spec.throttle().recordsPerSecond();
    var bytesPerSecond = spec.throttle().bytesPerSecond();
    long byRecords =
        secondsFor(records, perSecond == null ? ASSUMED_RECORDS_PER_SECOND : perSecond);
    long byBytes = bytesPerSecond == null ? 0 : secondsFor(bytes, bytesPerSecond);
    return Math.max(byRecords, byBytes);
  }

  private static long secondsFor(long amount, long perSecond) {
    return amount / perSecond + (amount % perSecond == 0 ? 0 : 1);
  }

  private static List<String> notes(
      ReplaySpec spec,
      TopicFacts topic,
      TargetFacts target,
      List<PlannedPartition> partitions,
      int amplification) {
    var notes = new ArrayList<String>();
    notes.add("target '" + target.name() + "' promises " + target.promise());
    long missing = partitions.stream().mapToLong(PlannedPartition::missing).sum();
    if (missing > 0) {
      notes.add(
          missing + " offsets are no longer, or not yet, in the log and are recorded as holes");
    }
    if (topic.compacted()) {
      notes.add("the topic is compacted: removed records of a key are counted as holes");
    }
    if (amplification > 1) {
      notes.add(
          "ordering KEY reads every offset "
              + amplification
              + " times, once for each bucket of keys");
    }
    if (spec.ordering() == Ordering.PARTITION && hasOtherPartitions(topic, target)) {
      notes.add(otherPartitions(topic, target));
    }
    if (target.topic() != null) {
      notes.add(
          "read_committed consumers of '%s' may wait for one takeover when a worker fails"
              .formatted(target.topic()));
    }
    if (spec.rekeys()) {
      notes.add(newKeys(spec));
    }
    if (spec.source().to() instanceof RangeBound.Latest) {
      notes.add("'latest' was resolved now: records written later are not part of this replay");
    }
    return notes;
  }

  private static String newKeys(ReplaySpec spec) {
    return spec.ordering() == Ordering.UNORDERED
        ? "records get new keys, and records with the same new key arrive in any order"
        : "records get new keys: those with the same new key arrive in offset order if they are of"
            + " one source partition; those of several source partitions arrive in any order";
  }

  private static boolean hasOtherPartitions(TopicFacts topic, TargetFacts target) {
    return target.topic() != null
        && !target.choosesPartitions()
        && target.partitions() != topic.partitions().size();
  }

  private static String otherPartitions(TopicFacts topic, TargetFacts target) {
    return Plan.WARNING
        + "target topic '%s' has %d partitions and the source topic '%s' has %d: ordering PARTITION keeps the partition number of each record, so keys are not in the partitions that producers and consumers of '%s' compute for them: choose a target with as many partitions as the source, or ordering KEY or UNORDERED, which computes the partition from the key"
            .formatted(
                target.topic(),
                target.partitions(),
                topic.topic(),
                topic.partitions().size(),
                target.topic());
  }
}
