package io.reprise.replay.plan;

import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.replay.target.TargetFacts;
import io.reprise.store.OffsetRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether the topic of a target would refuse the records of a plan by their timestamps, or
 * delete the copies soon after delivery. Without this check, a replay of old records ends as
 * COMPLETED, and the broker deletes the copies within minutes. Confined to one thread.
 */
public final class TargetExpiry {
  private static final String TIME_OF_DELIVERY =
      "choose --timestamps replay (timestamps REPLAY), which gives each copy the time of its delivery";
  private static final String ACCEPT =
      "or accept the deletion with --accept-expiry (acceptExpiry true)";
  private static final String SKIP =
      "or count these records as skipped with --on-error SKIP (onError SKIP)";

  private final TargetFacts target;
  private final RecordAges ages;
  private final Instant now;

  /**
   * Creates a check against one target.
   *
   * @param target the target as it is now
   * @param ages answers for the source topic
   * @param now the time at which the plan is made
   */
  public TargetExpiry(TargetFacts target, RecordAges ages, Instant now) {
    this.target = target;
    this.ages = ages;
    this.now = now;
  }

  /**
   * One thing that the target topic would do to records of the plan.
   *
   * @param fact what it does, as a clause
   * @param remedy the choices of the operator, as a clause
   * @param isAccepted whether the spec allows it
   */
  private record Finding(String fact, String remedy, boolean isAccepted) {}

  /**
   * Returns the plan, with a note for each finding that its spec accepts.
   *
   * @throws PlanRefusedException for a finding that the spec does not accept; the message names the
   *     choices
   */
  public Plan check(Plan plan) {
    var accepted = new ArrayList<String>();
    for (var finding : findings(plan)) {
      if (!finding.isAccepted()) {
        throw new PlanRefusedException(finding.fact() + ": " + finding.remedy());
      }
      accepted.add(finding.fact());
    }
    return accepted.isEmpty() ? plan : plan.withNotes(accepted);
  }

  private List<Finding> findings(Plan plan) {
    if (plan.spec().timestamps() == RecordTimestamps.REPLAY) {
      return deletedBySize(plan).stream().toList();
    }
    var ranges = new TreeMap<Integer, OffsetRange>();
    plan.partitions().forEach(p -> ranges.put(p.partition(), p.range()));
    return Stream.of(
            refusedAsOld(plan, ranges),
            refusedAsNew(plan, ranges),
            deletedByAge(plan, ranges),
            deletedBySize(plan))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Finding> refusedAsOld(Plan plan, Map<Integer, OffsetRange> ranges) {
    long limit = target.limits().oldestMillis();
    var oldest = oldestWithin(limit);
    var partitions = beginningBefore(oldest, ranges);
    return partitions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "%s from before %s, which topic '%s' refuses (message.timestamp.before.max.ms %d)"
                    .formatted(haveRecords(partitions), oldest, target.topic(), limit),
                "%s, set a larger message.timestamp.before.max.ms on the topic, %s"
                    .formatted(TIME_OF_DELIVERY, SKIP),
                canMeetRefusals(plan)));
  }

  private Optional<Finding> refusedAsNew(Plan plan, Map<Integer, OffsetRange> ranges) {
    long limit = target.limits().newestMillis();
    if (limit >= Long.MAX_VALUE - now.toEpochMilli()) {
      return Optional.empty();
    }
    var newest = now.plusMillis(limit);
    var partitions = ages.reaching(ranges, newest.plusMillis(1));
    return partitions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "%s from after %s, which topic '%s' refuses (message.timestamp.after.max.ms %d)"
                    .formatted(haveRecords(partitions), newest, target.topic(), limit),
                "%s, set a larger message.timestamp.after.max.ms on the topic, %s"
                    .formatted(TIME_OF_DELIVERY, SKIP),
                canMeetRefusals(plan)));
  }

  private static boolean canMeetRefusals(Plan plan) {
    return plan.spec().acceptExpiry() || plan.spec().onError() == OnError.SKIP;
  }

  private Optional<Finding> deletedByAge(Plan plan, Map<Integer, OffsetRange> ranges) {
    long limit = target.expiry().maxAgeMillis();
    var oldest = oldestWithin(limit);
    var partitions = beginningBefore(oldest, ranges);
    return partitions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "%s from before %s, which topic '%s' deletes soon after delivery (retention.ms %d)"
                    .formatted(haveRecords(partitions), oldest, target.topic(), limit),
                "%s, set a longer retention.ms on the topic, %s"
                    .formatted(TIME_OF_DELIVERY, ACCEPT),
                plan.spec().acceptExpiry()));
  }

  /** A filter can select any part of the range, so the size of a filtered replay is not judged. */
  private Optional<Finding> deletedBySize(Plan plan) {
    long limit = target.expiry().maxBytes();
    long largest = plan.spec().filter().passesAll() ? largestPartition(plan) : 0;
    return largest <= limit
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "a partition of topic '%s' would get about %d bytes and keeps about %d (retention.bytes), so Kafka deletes its oldest copies"
                    .formatted(target.topic(), largest, limit),
                "replay a smaller range, set a larger retention.bytes on the topic, " + ACCEPT,
                plan.spec().acceptExpiry()));
  }

  /** Returns the estimated bytes of the target partition that gets most of them. */
  private long largestPartition(Plan plan) {
    if (plan.spec().ordering() == Ordering.PARTITION
        || target.partitions() == plan.topicPartitions()) {
      return plan.partitions().stream().mapToLong(PlannedPartition::estimatedBytes).max().orElse(0);
    }
    return target.partitions() == 0 ? 0 : plan.bytes() / target.partitions();
  }

  /** Returns the earliest timestamp within the limit; null if every timestamp is within it. */
  private @Nullable Instant oldestWithin(long limitMillis) {
    long millis = now.toEpochMilli() - limitMillis;
    return millis > 0 ? Instant.ofEpochMilli(millis) : null;
  }

  private Set<Integer> beginningBefore(
      @Nullable Instant instant, Map<Integer, OffsetRange> ranges) {
    return instant == null ? Set.of() : new TreeSet<>(ages.beginningBefore(ranges, instant));
  }

  private static String haveRecords(Set<Integer> partitions) {
    int first = partitions.stream().min(Integer::compare).orElseThrow();
    return partitions.size() == 1
        ? "source partition %d has records".formatted(first)
        : "%d source partitions, such as %d, have records".formatted(partitions.size(), first);
  }
}
