package io.reprise.replay.plan;

import io.reprise.replay.spec.OnMissingOffsets;
import io.reprise.replay.spec.RangeBound;
import io.reprise.replay.spec.SourceRange;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Turns the start and the end in a spec, such as two instants, into one offset range for each
 * selected partition.
 */
final class RangeResolver {
  private final SourceRange source;
  private final TopicFacts facts;
  private final Function<Instant, Map<Integer, Long>> offsetsAt;

  /**
   * Creates a resolver for one topic.
   *
   * @param offsetsAt for an instant, returns one offset for each partition: that of the first
   *     record whose timestamp is this instant or later. The result has no entry for a partition
   *     without such a record
   */
  RangeResolver(
      SourceRange source, TopicFacts facts, Function<Instant, Map<Integer, Long>> offsetsAt) {
    this.source = source;
    this.facts = facts;
    this.offsetsAt = offsetsAt;
  }

  List<PlannedPartition> resolve() {
    var from = resolver(source.from());
    var to = resolver(source.to());
    return selected().stream().map(p -> resolve(p, from.apply(p), to.apply(p))).toList();
  }

  /**
   * Returns the selected partitions whose range may start below Kafka's log start. To resolve these
   * ranges, the facts of the topic must include the archive.
   */
  List<Integer> belowKafka() {
    boolean isEarliest = source.from() instanceof RangeBound.Earliest;
    var from = resolver(source.from());
    return selected().stream()
        .filter(p -> p.logStart() > 0 && (isEarliest || from.apply(p) < p.logStart()))
        .map(PartitionFacts::partition)
        .toList();
  }

  /**
   * Returns the selected partitions, in order of their numbers.
   *
   * @throws PlanRefusedException when a selected partition does not exist
   */
  List<PartitionFacts> selected() {
    int count = facts.partitions().size();
    var wanted = source.partitions().isEmpty() ? namedInBounds() : source.partitions();
    for (int partition : wanted) {
      if (partition < 0 || partition >= count) {
        throw new PlanRefusedException(
            "partition %d does not exist: topic '%s' has partitions 0 to %d"
                .formatted(partition, facts.topic(), count - 1));
      }
    }
    return wanted.stream().map(facts.partitions()::get).toList();
  }

  private List<Integer> namedInBounds() {
    if (source.from() instanceof RangeBound.AtOffsets from) {
      return from.offsets().keySet().stream().sorted().toList();
    }
    if (source.to() instanceof RangeBound.AtOffsets to) {
      return to.offsets().keySet().stream().sorted().toList();
    }
    return IntStream.range(0, facts.partitions().size()).boxed().toList();
  }

  private Function<PartitionFacts, Long> resolver(RangeBound bound) {
    if (bound instanceof RangeBound.AtOffset at) {
      return p -> at.offset();
    }
    if (bound instanceof RangeBound.AtOffsets at) {
      return p -> offsetFor(at, p.partition());
    }
    if (bound instanceof RangeBound.AtTime at) {
      var offsets = offsetsAt.apply(at.time());
      return p -> offsets.getOrDefault(p.partition(), p.committedEnd());
    }
    if (bound instanceof RangeBound.Earliest) {
      return p -> p.readable().from();
    }
    return p -> p.readable().to();
  }

  private static long offsetFor(RangeBound.AtOffsets at, int partition) {
    var offset = at.offsets().get(partition);
    if (offset == null) {
      throw new PlanRefusedException(
          "partition %d is selected, but source.from or source.to has no offset for it: add %d=<offset>"
              .formatted(partition, partition));
    }
    return offset;
  }

  private PlannedPartition resolve(PartitionFacts partition, long from, long to) {
    if (from > to) {
      throw new PlanRefusedException(
          "partition %d: from %d is above to %d: swap them or choose a later end"
              .formatted(partition.partition(), from, to));
    }
    var log = partition.readable();
    boolean tolerant = source.onMissingOffsets() == OnMissingOffsets.RECORD;
    if (!tolerant && to > log.to()) {
      throw new PlanRefusedException(beyondEnd(partition, to));
    }
    if (!tolerant && from < log.from() && from < to) {
      throw new PlanRefusedException(
          "partition %d: offset %d is below the log's start %d: start at %d, or set onMissingOffsets to RECORD to count the missing offsets as holes"
              .formatted(partition.partition(), from, log.from(), log.from()));
    }
    var gap = partition.gap();
    if (!tolerant && from < to && gap.overlaps(new OffsetRange(from, to))) {
      throw new PlanRefusedException(
          "partition %d: offsets %s are neither in Kafka nor in the archive, because retention deleted them before they were archived: choose a range without them, or set onMissingOffsets to RECORD to count them as holes"
              .formatted(partition.partition(), gap));
    }
    long start = Math.min(Math.max(from, log.from()), log.to());
    long end = Math.max(start, Math.min(to, log.to()));
    long missing = (to - from) - (end - start);
    return new PlannedPartition(
        partition.partition(),
        new OffsetRange(start, end),
        missing,
        Math.round(partition.bytesPerOffset() * (end - start)));
  }

  private static String beyondEnd(PartitionFacts partition, long to) {
    var log = partition.readable();
    if (to <= partition.highWatermark()) {
      return "partition %d: offset %d is above %d, the last stable offset, because a transaction is still open: wait for its end, or end the range at %d"
          .formatted(partition.partition(), to, log.to(), log.to());
    }
    return "partition %d: offset %d is beyond the log's end %d: end the range at %d, and replay later records in another replay"
        .formatted(partition.partition(), to, log.to(), log.to());
  }
}
