package io.reprise.replay.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.target.TargetFacts;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.RecordExpiry;
import io.reprise.store.facts.RecordLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Shows guarantee 10 of docs/liveness.md. */
class TargetExpiryTest {
  private static final Instant NOW = Samples.NOON;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final RecordExpiry AN_HOUR = new RecordExpiry(HOUR, Long.MAX_VALUE);
  private static final RecordLimits NO_OLDER_THAN_AN_HOUR =
      new RecordLimits(Long.MAX_VALUE, false, HOUR, Long.MAX_VALUE);
  private static final RecordLimits NO_NEWER_THAN_AN_HOUR =
      new RecordLimits(Long.MAX_VALUE, false, Long.MAX_VALUE, HOUR);
  private static final ReplaySpec USUAL = spec(OnError.STOP, RecordTimestamps.ORIGINAL, false);

  @Test
  void acceptsAnyTimestampForATargetThatKeepsEveryRecord() {
    var plan = plan(USUAL, 3);

    assertThat(check(plan, target(RecordLimits.NONE, RecordExpiry.NONE), Instant.EPOCH))
        .isSameAs(plan);
  }

  @Test
  void refusesRecordsThatTheTargetDeletesByAge() {
    var target = target(RecordLimits.NONE, AN_HOUR);

    assertThat(check(plan(USUAL, 1), target, NOW.minusMillis(HOUR)).notes()).isEmpty();
    assertThatThrownBy(() -> check(plan(USUAL, 1), target, NOW.minusMillis(HOUR + 1)))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "source partition 0 has records from before 2026-01-31T11:00:00Z, which topic 'copies'"
                + " deletes soon after delivery (retention.ms 3600000): choose --timestamps replay"
                + " (timestamps REPLAY), which gives each copy the time of its delivery, set a"
                + " longer retention.ms on the topic, or accept the deletion with --accept-expiry"
                + " (acceptExpiry true)");
    assertThatThrownBy(() -> check(plan(USUAL, 3), target, Instant.EPOCH))
        .hasMessageStartingWith("3 source partitions, such as 0, have records from before");
  }

  @Test
  void refusesMoreBytesThanAPartitionOfTheTargetKeeps() {
    var target = target(RecordLimits.NONE, new RecordExpiry(Long.MAX_VALUE, 9_999));

    for (var timestamps : RecordTimestamps.values()) {
      assertThatThrownBy(() -> check(plan(spec(OnError.STOP, timestamps, false), 3), target, NOW))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessage(
              "a partition of topic 'copies' would get about 10000 bytes and keeps about 9999"
                  + " (retention.bytes), so Kafka deletes its oldest copies: replay a smaller"
                  + " range, set a larger retention.bytes on the topic, or accept the deletion"
                  + " with --accept-expiry (acceptExpiry true)");
    }
    var enough = target(RecordLimits.NONE, new RecordExpiry(Long.MAX_VALUE, 10_000));
    assertThat(check(plan(USUAL, 3), enough, NOW).notes()).isEmpty();
  }

  @Test
  void spreadsBytesOverThePartitionsOfATargetThatDividesByKey() {
    var spec =
        new ReplaySpec(
            null, "why", Samples.source(null, null), null, "copy", Ordering.KEY, null, null);
    var plan = plan(spec, 6);

    assertThatThrownBy(
            () -> check(plan, target(RecordLimits.NONE, new RecordExpiry(HOUR, 19_999)), NOW))
        .hasMessageContaining("would get about 20000 bytes and keeps about 19999");
    assertThat(check(plan, target(RecordLimits.NONE, new RecordExpiry(HOUR, 20_000)), NOW))
        .isSameAs(plan);
  }

  @Test
  void doesNotJudgeTheSizeOfAFilteredReplay() {
    var filter = new Filter(List.of("k"), null, null);
    var spec =
        new ReplaySpec(null, "why", Samples.source(null, null), filter, "copy", null, null, null);
    var plan = plan(spec, 3);

    assertThat(check(plan, target(RecordLimits.NONE, new RecordExpiry(HOUR, 1)), NOW))
        .isSameAs(plan);
  }

  @Test
  void refusesRecordsThatAreTooOldForTheTarget() {
    var target = target(NO_OLDER_THAN_AN_HOUR, RecordExpiry.NONE);

    assertThat(check(plan(USUAL, 1), target, NOW.minusMillis(HOUR)).notes()).isEmpty();
    assertThatThrownBy(() -> check(plan(USUAL, 1), target, NOW.minusMillis(HOUR + 1)))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "source partition 0 has records from before 2026-01-31T11:00:00Z, which topic 'copies'"
                + " refuses (message.timestamp.before.max.ms 3600000): choose --timestamps replay"
                + " (timestamps REPLAY), which gives each copy the time of its delivery, set a"
                + " larger message.timestamp.before.max.ms on the topic, or count these records as"
                + " skipped with --on-error SKIP (onError SKIP)");
  }

  @Test
  void refusesRecordsThatAreTooNewForTheTarget() {
    var target = target(NO_NEWER_THAN_AN_HOUR, RecordExpiry.NONE);

    assertThat(check(plan(USUAL, 1), target, NOW.plusMillis(HOUR)).notes()).isEmpty();
    assertThatThrownBy(() -> check(plan(USUAL, 1), target, NOW.plusMillis(HOUR + 1)))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "source partition 0 has records from after 2026-01-31T13:00:00Z, which topic 'copies'"
                + " refuses (message.timestamp.after.max.ms 3600000): choose --timestamps replay"
                + " (timestamps REPLAY), which gives each copy the time of its delivery, set a"
                + " larger message.timestamp.after.max.ms on the topic, or count these records as"
                + " skipped with --on-error SKIP (onError SKIP)");
  }

  @Test
  void acceptsAnyTimestampIfCopiesGetTheTimeOfDelivery() {
    var plan = plan(spec(OnError.STOP, RecordTimestamps.REPLAY, false), 3);

    for (var limits : List.of(NO_OLDER_THAN_AN_HOUR, NO_NEWER_THAN_AN_HOUR)) {
      assertThat(check(plan, target(limits, AN_HOUR), Instant.EPOCH)).isSameAs(plan);
      assertThat(check(plan, target(limits, AN_HOUR), NOW.plusMillis(2 * HOUR))).isSameAs(plan);
    }
  }

  @Test
  void notesWhatTheSpecAccepts() {
    var target = target(NO_OLDER_THAN_AN_HOUR, new RecordExpiry(HOUR, 9_999));
    var plan = plan(spec(OnError.STOP, RecordTimestamps.ORIGINAL, true), 3);

    assertThat(check(plan, target, Instant.EPOCH).notes())
        .containsExactly(
            "3 source partitions, such as 0, have records from before 2026-01-31T11:00:00Z, which"
                + " topic 'copies' refuses (message.timestamp.before.max.ms 3600000)",
            "3 source partitions, such as 0, have records from before 2026-01-31T11:00:00Z, which"
                + " topic 'copies' deletes soon after delivery (retention.ms 3600000)",
            "a partition of topic 'copies' would get about 10000 bytes and keeps about 9999"
                + " (retention.bytes), so Kafka deletes its oldest copies");
  }

  @Test
  void skippingRefusedRecordsAcceptsBoundsButNoDeletion() {
    var plan = plan(spec(OnError.SKIP, RecordTimestamps.ORIGINAL, false), 1);

    assertThat(check(plan, target(NO_OLDER_THAN_AN_HOUR, RecordExpiry.NONE), Instant.EPOCH).notes())
        .hasSize(1);
    assertThatThrownBy(() -> check(plan, target(NO_OLDER_THAN_AN_HOUR, AN_HOUR), Instant.EPOCH))
        .hasMessageContaining("retention.ms 3600000");
  }

  @Test
  void parkingRefusedRecordsAcceptsBoundsButNoDeletion() {
    var plan = plan(spec(OnError.PARK, RecordTimestamps.ORIGINAL, false), 1);

    assertThat(check(plan, target(NO_OLDER_THAN_AN_HOUR, RecordExpiry.NONE), Instant.EPOCH).notes())
        .hasSize(1);
    assertThatThrownBy(() -> check(plan, target(NO_OLDER_THAN_AN_HOUR, AN_HOUR), Instant.EPOCH))
        .hasMessageContaining("retention.ms 3600000");
  }

  @Test
  void asksNothingThatTheClockCannotReach() {
    var limits = new RecordLimits(Long.MAX_VALUE, false, Long.MAX_VALUE - 1, Long.MAX_VALUE - 1);
    var expiry = new RecordExpiry(Long.MAX_VALUE - 1, Long.MAX_VALUE);
    var plan = plan(USUAL, 3);

    assertThat(check(plan, target(limits, expiry), Instant.EPOCH)).isSameAs(plan);
  }

  private static ReplaySpec spec(
      OnError onError, RecordTimestamps timestamps, boolean acceptExpiry) {
    return new ReplaySpec(
        null,
        "why",
        Samples.source(null, null),
        null,
        "copy",
        null,
        null,
        onError,
        timestamps,
        acceptExpiry);
  }

  /** A plan of partitions with 10,000 bytes each and no notes. */
  private static Plan plan(ReplaySpec spec, int partitions) {
    var topic = TopicFixtures.orders(partitions);
    var planned =
        topic.partitions().stream()
            .map(p -> new PlannedPartition(p.partition(), new OffsetRange(100, 600), 0, 10_000))
            .toList();
    return new Plan(
        spec,
        topic.topicId(),
        false,
        partitions,
        planned,
        List.of(),
        500L * partitions,
        10_000L * partitions,
        1,
        Map.of(),
        1,
        List.of(),
        "hash",
        null,
        null,
        null);
  }

  /** A target of 3 partitions. */
  private static TargetFacts target(RecordLimits limits, RecordExpiry expiry) {
    var copy = TopicFixtures.COPY;
    return new TargetFacts(
        copy.name(), copy.promise(), copy.topic(), copy.topicId(), copy.ends(), limits, expiry);
  }

  /** Checks a plan whose source records all have one timestamp. */
  private static Plan check(Plan plan, TargetFacts target, Instant timestamp) {
    return new TargetExpiry(target, new SameAge(timestamp), NOW).check(plan);
  }

  private record SameAge(Instant timestamp) implements RecordAges {
    @Override
    public Set<Integer> beginningBefore(Map<Integer, OffsetRange> ranges, Instant instant) {
      return timestamp.isBefore(instant) ? new TreeSet<>(ranges.keySet()) : Set.of();
    }

    @Override
    public Set<Integer> reaching(Map<Integer, OffsetRange> ranges, Instant instant) {
      return timestamp.isBefore(instant) ? Set.of() : new TreeSet<>(ranges.keySet());
    }
  }
}
