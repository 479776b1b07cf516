package io.reprise.replay.plan;

import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.target.TargetFacts;
import io.reprise.store.facts.TopicFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes plans. Pure, given its inputs; thread-safe. */
public final class Planner {
  /** Assumed for a replay without a throttle; a replay's own rate shows once it runs. */
  private static final long ASSUMED_RECORDS_PER_SECOND = 50_000;

  private Planner() {}

  /**
   * Resolves {@code spec} against the facts.
   *
   * @param offsetsAt for an instant, the first offset at or after it in every partition
   * @throws PlanRefusedException when the range or the ordering cannot be had; the message says
   *     what to change
   */
  public static Plan plan(
      ReplaySpec spec,
      TopicFacts topic,
      TargetFacts target,
      WorkerCapacity capacity,
      Function<Instant, Map<Integer, Long>> offsetsAt) {
    requireSuitable(spec, topic, target);
    var partitions = new RangeResolver(spec.source(), topic, offsetsAt).resolve();
    var cutter = new ShardCutter(spec.ordering(), capacity);
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
        null);
  }

  private static void requireSuitable(ReplaySpec spec, TopicFacts topic, TargetFacts target) {
    if (topic.topic().equals(target.topic())) {
      throw new PlanRefusedException(
          "target '%s' writes to topic '%s', the source itself: choose a target with another topic"
              .formatted(target.name(), topic.topic()));
    }
    int sources = topic.partitions().size();
    if (spec.ordering() == Ordering.PARTITION
        && target.topic() != null
        && target.partitions() < sources) {
      throw new PlanRefusedException(
          "ordering PARTITION writes to the same partition numbers, but target topic '%s' has %d partitions and the source %d: add partitions to it, or choose KEY or UNORDERED"
              .formatted(target.topic(), target.partitions(), sources));
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
          missing + " offsets are no longer, or not yet, in the log and will be recorded as holes");
    }
    if (topic.compacted()) {
      notes.add("the topic is compacted: older values of a key may be gone, and show as holes");
    }
    if (amplification > 1) {
      notes.add(
          "ordering KEY reads every offset "
              + amplification
              + " times, once for each bucket of keys");
    }
    if (target.topic() != null) {
      notes.add(
          "read_committed readers of '%s' may lag by one takeover while a worker is replaced"
              .formatted(target.topic()));
    }
    if (spec.source().to() instanceof io.reprise.replay.spec.RangeBound.Latest) {
      notes.add("'latest' was resolved now: records written later are not part of this replay");
    }
    return notes;
  }
}
