package io.reprise.replay.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.target.TargetFacts;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShadowTopicTest {
  private static final Instant NOW = Samples.NOON;
  private static final int PARTITIONS = 3;
  private static final String TARGET = "shadow:orders-shadow";
  private static final TopicSettings SOURCE =
      new TopicSettings(
          Map.of(
              "cleanup.policy", "compact",
              "retention.ms", "60000",
              "max.message.bytes", "2000000",
              "min.insync.replicas", "2",
              "message.timestamp.type", "LogAppendTime",
              "message.timestamp.before.max.ms", "5000",
              "message.timestamp.after.max.ms", "7000"));

  @Test
  void hasThePartitionsReplicasAndRecordSizeOfTheSource() {
    var topic = topic(SOURCE, new Beginnings(Map.of()));

    assertThat(topic.name()).isEqualTo("orders-shadow");
    assertThat(topic.partitions()).isEqualTo(PARTITIONS);
    assertThat(topic.replicas()).isEqualTo(2);
    assertThat(topic.settings())
        .containsEntry("max.message.bytes", "2000000")
        .containsEntry("min.insync.replicas", "2");
  }

  @Test
  void keepsEveryCopyWithTheTimestampOfTheReplay() {
    assertThat(topic(SOURCE, new Beginnings(Map.of())).settings())
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.bytes", "-1")
        .containsEntry("message.timestamp.type", "CreateTime")
        .containsEntry("message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE))
        .containsEntry("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
  }

  @Test
  void hasNoSettingThatTheBrokersDoNotKnow() {
    var old = new TopicSettings(Map.of("cleanup.policy", "delete"));

    assertThat(topic(old, new Beginnings(Map.of())).settings())
        .containsOnlyKeys(
            "cleanup.policy", "retention.ms", "retention.bytes", "message.timestamp.type");
  }

  @ParameterizedTest
  @CsvSource({"0, 9", "1, 9", "2, 10", "3, 12", "100, 136", "20000, -1"})
  void keepsRecordsForAWeekLongerThanTheAgeOfTheOldest(long ageDays, long retentionDays) {
    var ages = new Beginnings(Map.of(0, NOW, 2, NOW.minus(Duration.ofDays(ageDays))));

    var retention = topic(SOURCE, ages).settings().get("retention.ms");

    long millis = retentionDays < 0 ? -1 : Duration.ofDays(retentionDays).toMillis();
    assertThat(retention).isEqualTo(Long.toString(millis));
  }

  @Test
  void asksForNoAgeIfCopiesGetTheTimeOfDelivery() {
    var spec = spec(Throttle.NONE, RecordTimestamps.REPLAY);

    assertThat(topic(plan(spec), SOURCE, null).settings())
        .containsEntry("retention.ms", Long.toString(Duration.ofDays(8).toMillis()));
  }

  @Test
  void keepsRecordsLongerForASlowReplay() {
    var plan = lasting(Duration.ofDays(3), spec(Throttle.NONE, RecordTimestamps.REPLAY));
    var endless =
        lasting(Duration.ofSeconds(Long.MAX_VALUE), spec(Throttle.NONE, RecordTimestamps.REPLAY));

    assertThat(topic(plan, SOURCE, null).settings())
        .containsEntry("retention.ms", Long.toString(Duration.ofDays(11).toMillis()));
    assertThat(topic(endless, SOURCE, null).settings()).containsEntry("retention.ms", "-1");
    assertThat(topic(endless, SOURCE, null).sentence()).endsWith("and retention without limit");
  }

  @Test
  void saysWhatIsCreated() {
    assertThat(topic(SOURCE, new Beginnings(Map.of())).sentence())
        .isEqualTo(
            "topic 'orders-shadow' does not exist: the start creates it like the source, with 3"
                + " partitions, 2 replicas, cleanup.policy delete, message.timestamp.type"
                + " CreateTime, and retention 9 days");
  }

  @Test
  void aPlanNamesTheIdOfTheTopicOnceItExistsAndKeepsItsHash() {
    var plan = plan(spec(Throttle.NONE, RecordTimestamps.ORIGINAL));
    var created = target(Map.of(0, 0L, 1, 0L, 2, 4L));

    var pinned = Planner.withTarget(plan, TopicFixtures.orders(PARTITIONS), created);

    assertThat(plan.targetTopic()).isNull();
    assertThat(plan.targetStarts()).isEqualTo(Map.of(0, 0L, 1, 0L, 2, 0L));
    assertThat(pinned.targetTopic()).isEqualTo(new TargetTopic("orders-shadow", "shadow-id"));
    assertThat(pinned.targetStarts()).isEqualTo(created.ends());
    assertThat(pinned.hash()).isEqualTo(plan.hash());
    assertThat(pinned.shards()).isEqualTo(plan.shards());
  }

  @Test
  void aTopicThatWasCreatedInTheMeantimeMustHaveThePartitions() {
    var plan = plan(spec(Throttle.NONE, RecordTimestamps.ORIGINAL));

    assertThatThrownBy(
            () ->
                Planner.withTarget(
                    plan, TopicFixtures.orders(PARTITIONS), target(Map.of(0, 0L, 1, 0L))))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("target topic 'orders-shadow' has 2 partitions and the source 3");
  }

  private static ShadowTopic topic(TopicSettings source, RecordAges ages) {
    return topic(plan(spec(Throttle.NONE, RecordTimestamps.ORIGINAL)), source, ages);
  }

  private static ShadowTopic topic(Plan plan, TopicSettings source, RecordAges ages) {
    return ShadowTopic.of("orders-shadow", plan, ages, NOW, 2, source);
  }

  private static ReplaySpec spec(Throttle throttle, RecordTimestamps timestamps) {
    return new ReplaySpec(
        null,
        "why",
        Samples.source(null, null),
        null,
        TARGET,
        null,
        throttle,
        null,
        timestamps,
        false);
  }

  private static Plan plan(ReplaySpec spec) {
    var source = TopicFixtures.orders(PARTITIONS);
    return Planner.plan(
        spec,
        source,
        ShadowTopic.facts(TARGET, "orders-shadow", source),
        new WorkerCapacity(1, 8),
        instant -> Map.of());
  }

  private static Plan lasting(Duration expected, ReplaySpec spec) {
    var plan = plan(spec);
    return new Plan(
        spec,
        plan.topicId(),
        plan.compacted(),
        plan.topicPartitions(),
        plan.partitions(),
        plan.shards(),
        plan.records(),
        plan.bytes(),
        plan.readAmplification(),
        plan.targetStarts(),
        expected.toSeconds(),
        plan.notes(),
        plan.hash(),
        null,
        null,
        null);
  }

  private static TargetFacts target(Map<Integer, Long> ends) {
    return new TargetFacts(TARGET, "each record once", "orders-shadow", "shadow-id", ends);
  }

  /**
   * The timestamp of the first record of each partition. Partitions that are left out begin now.
   * Fails if a partition is asked about again after its range was found to begin later.
   */
  private record Beginnings(Map<Integer, Instant> first, Map<Integer, Instant> later)
      implements RecordAges {
    Beginnings(Map<Integer, Instant> first) {
      this(first, new HashMap<>());
    }

    @Override
    public Set<Integer> beginningBefore(Map<Integer, OffsetRange> ranges, Instant instant) {
      assertThat(later).doesNotContainKeys(ranges.keySet().toArray(Integer[]::new));
      var found = new TreeSet<Integer>();
      for (int partition : ranges.keySet()) {
        if (first.getOrDefault(partition, NOW).isBefore(instant)) {
          found.add(partition);
        } else {
          later.put(partition, instant);
        }
      }
      return found;
    }

    @Override
    public Set<Integer> reaching(Map<Integer, OffsetRange> ranges, Instant instant) {
      throw new AssertionError("not asked");
    }
  }
}
