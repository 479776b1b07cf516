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
 * Checks whether the target's topic would keep the copies that a plan delivers. The topic may
 * refuse copies because of their timestamps, or delete them soon after delivery. Without this
 * check, a replay of old records could end as COMPLETED although the broker deletes the copies
 * within minutes. Confined to one thread.
 */
public final class TargetExpiry {
  private static final String TIME_OF_DELIVERY =
      "choose --timestamps replay (timestamps REPLAY), which gives each copy the time of its"
          + " delivery";
  private static final String ACCEPT =
      "or accept the deletion with --accept-expiry (acceptExpiry true)";
  private static final String SKIP =
      "or count these records as skipped with --on-error SKIP (onError SKIP)";

  private final TargetFacts target;
  private final RecordAges ages;
  private final Instant now;

  /**
   * Creates a check of one target.
   *
   * @param target the target as it is now
   * @param ages answers questions about the timestamps of the source records
   * @param now the time at which the plan is made
   */
  public TargetExpiry(TargetFacts target, RecordAges ages, Instant now) {
    this.target = target;
    this.ages = ages;
    this.now = now;
  }

  /**
   * A reason why the target topic would not keep some copies.
   *
   * @param fact says what the topic would do to which records, as a clause
   * @param remedy says what the operator can do to keep these copies, as a clause
   * @param isAccepted whether the spec allows the loss of these copies
   */
  private record Finding(String fact, String remedy, boolean isAccepted) {}

  /**
   * Checks one plan. Returns the plan with an additional note for each reason why the target topic
   * would not keep some copies, provided that the spec allows their loss.
   *
   * @throws PlanRefusedException if the topic would not keep some copies and the spec does not
   *     allow their loss; the message says what the operator can do
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
            tooOld(refusalOfOld(plan), ranges),
            tooNew(refusalOfNew(plan), ranges),
            tooOld(deletionByAge(plan), ranges),
            deletedBySize(plan))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * A setting of the target topic that limits the timestamps of the copies that it keeps.
   *
   * @param millis value of the setting
   * @param setting name of the setting in Kafka
   * @param effect what the topic does with a copy outside the limit, as a verb whose object is the
   *     copy
   * @param remedy what the operator can do instead of choosing other timestamps, as a clause
   * @param isAccepted whether the spec allows the loss of copies outside the limit
   */
  private record TimestampLimit(
      long millis, String setting, String effect, String remedy, boolean isAccepted) {}

  private TimestampLimit refusalOfOld(Plan plan) {
    return refusal(plan, target.limits().oldestMillis(), "message.timestamp.before.max.ms");
  }

  private TimestampLimit refusalOfNew(Plan plan) {
    return refusal(plan, target.limits().newestMillis(), "message.timestamp.after.max.ms");
  }

  private static TimestampLimit refusal(Plan plan, long millis, String setting) {
    return new TimestampLimit(
        millis,
        setting,
        "refuses",
        "set a larger " + setting + " on the topic, " + SKIP,
        plan.spec().acceptExpiry() || plan.spec().onError() != OnError.STOP);
  }

  private TimestampLimit deletionByAge(Plan plan) {
    return new TimestampLimit(
        target.expiry().maxAgeMillis(),
        "retention.ms",
        "deletes soon after delivery",
        "set a longer retention.ms on the topic, " + ACCEPT,
        plan.spec().acceptExpiry());
  }

  /** Returns a finding if some ranges begin with records that are older than the limit allows. */
  private Optional<Finding> tooOld(TimestampLimit limit, Map<Integer, OffsetRange> ranges) {
    var oldest = oldestWithin(limit.millis());
    return outside(limit, beginningBefore(oldest, ranges), "before " + oldest);
  }

  /** Returns a finding if some ranges contain records that are newer than the limit allows. */
  private Optional<Finding> tooNew(TimestampLimit limit, Map<Integer, OffsetRange> ranges) {
    if (limit.millis() >= Long.MAX_VALUE - now.toEpochMilli()) {
      return Optional.empty();
    }
    var newest = now.plusMillis(limit.millis());
    return outside(limit, ages.reaching(ranges, newest.plusMillis(1)), "after " + newest);
  }

  /**
   * @param partitions the source partitions with records outside the limit
   * @param time from when these records are, as a clause
   */
  private Optional<Finding> outside(TimestampLimit limit, Set<Integer> partitions, String time) {
    return partitions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "%s from %s, which topic '%s' %s (%s %d)"
                    .formatted(
                        haveRecords(partitions),
                        time,
                        target.topic(),
                        limit.effect(),
                        limit.setting(),
                        limit.millis()),
                TIME_OF_DELIVERY + ", " + limit.remedy(),
                limit.isAccepted()));
  }

  /**
   * Returns a finding if the replay delivers more bytes to one partition of the target topic than
   * the topic keeps for each partition. A replay with a filter is not checked, because the total
   * size of the records that pass the filter is unknown.
   */
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

  /**
   * Returns how many bytes the replay is estimated to deliver to the target partition that receives
   * the most.
   */
  private long largestPartition(Plan plan) {
    if (plan.spec().ordering() == Ordering.PARTITION
        || target.partitions() == plan.topicPartitions()) {
      return plan.partitions().stream().mapToLong(PlannedPartition::estimatedBytes).max().orElse(0);
    }
    return target.partitions() == 0 ? 0 : plan.bytes() / target.partitions();
  }

  /**
   * Returns the earliest timestamp that is at most {@code limitMillis} old; null if no timestamp
   * since 1970 is older than the limit.
   */
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
