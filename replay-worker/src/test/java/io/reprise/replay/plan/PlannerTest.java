package io.reprise.replay.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RangeBound;
import io.reprise.replay.spec.Redrive;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.spec.Transform;
import io.reprise.replay.spec.Transforms;
import io.reprise.replay.target.TargetFacts;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shows guarantee 17 of docs/liveness.md. */
class PlannerTest {

  @Test
  void sumsOffsetsAndBytes() {
    var plan = plan(Samples.spec(Ordering.PARTITION, Throttle.NONE), TopicFixtures.orders(3));

    assertThat(plan.records()).isEqualTo(1_500);
    assertThat(plan.bytes()).isEqualTo(30_000);
    assertThat(plan.shards()).hasSize(3);
    assertThat(plan.readAmplification()).isEqualTo(1);
    assertThat(plan.topicId()).isEqualTo("topic-id");
    assertThat(plan.topicPartitions()).isEqualTo(3);
    assertThat(plan.targetStarts()).isEqualTo(TopicFixtures.COPY.ends());
    assertThat(plan.targetTopic()).isEqualTo(new TargetTopic("copies", "copies-id"));
    assertThat(plan.hash()).matches("[0-9a-f]{32}");
  }

  @Test
  void showsHowOftenKeyOrderReadsEachOffset() {
    var plan = plan(Samples.spec(Ordering.KEY, Throttle.NONE), TopicFixtures.orders(1));

    assertThat(plan.readAmplification()).isEqualTo(4);
    assertThat(plan.notes())
        .contains("ordering KEY reads every offset 4 times, once for each bucket of keys");
  }

  @ParameterizedTest(name = "{0} records/s, {1} bytes/s: {2} s")
  @CsvSource({", , 1", "500, , 3", "499, , 4", "500, 1000, 30", "1, 1000000, 1500"})
  void expectsTheDurationThatTheThrottleAllows(Long records, Long bytes, long seconds) {
    var spec = Samples.spec(Ordering.PARTITION, new Throttle(records, bytes));

    assertThat(plan(spec, TopicFixtures.orders(3)).expectedSeconds()).isEqualTo(seconds);
  }

  @Test
  void notesMissingOffsetsAndCompaction() {
    var compacted =
        new TopicFacts("orders", "id", true, List.of(new PartitionFacts(0, 100, 600, 600, 0)));
    var spec = Samples.spec(Samples.tolerant(new RangeBound.AtOffset(90), new RangeBound.Latest()));

    var target =
        new TargetFacts("copy", "each record exactly once", "copies", "copies-id", Map.of(0, 5L));

    assertThat(plan(spec, compacted, target).notes())
        .containsExactly(
            "target 'copy' promises each record exactly once",
            "10 offsets are no longer, or not yet, in the log and are recorded as holes",
            "the topic is compacted: removed records of a key are counted as holes",
            "read_committed consumers of 'copies' may wait for one takeover when a worker fails",
            "'latest' was resolved now: records written later are not part of this replay");
  }

  @Test
  void warnsOfATargetTopicWithAnotherNumberOfPartitions() {
    var spec = Samples.spec(Ordering.PARTITION, Throttle.NONE);

    var other = plan(spec, TopicFixtures.orders(2));
    var same = plan(spec, TopicFixtures.orders(3));

    assertThat(other.notes())
        .anyMatch(
            note ->
                note.startsWith(
                    "warning: target topic 'copies' has 3 partitions and the source topic 'orders'"
                        + " has 2: ordering PARTITION keeps the partition number of each record, so"
                        + " keys are not in the partitions"));
    assertThat(plan(Samples.spec(Ordering.KEY, Throttle.NONE), TopicFixtures.orders(2)).notes())
        .noneMatch(note -> note.startsWith(Plan.WARNING));
    assertThat(same.notes()).noneMatch(note -> note.startsWith(Plan.WARNING));
    var ends = Map.of(0, 0L, 1, 0L);
    var twoPartitions = new TargetFacts("copy", "", "copies", "copies-id", ends);
    assertThat(other.hash())
        .as("the hash does not depend on the warning")
        .isEqualTo(plan(spec, TopicFixtures.orders(2), twoPartitions).hash());
  }

  @Test
  void makesNoShardForAnEmptyTopic() {
    var empty = new TopicFacts("orders", "id", false, List.of(new PartitionFacts(0, 0, 0, 0, 0)));

    for (var ordering : Ordering.values()) {
      var plan = plan(Samples.spec(ordering, Throttle.NONE), empty);

      assertThat(plan.records()).isZero();
      assertThat(plan.shards()).isEmpty();
      assertThat(plan.readAmplification()).isEqualTo(1);
    }
  }

  @Test
  void refusesToReplayATopicIntoItself() {
    var itself = new TargetFacts("loop", "", "orders", "topic-id", Map.of(0, 0L));

    assertThatThrownBy(
            () -> plan(Samples.spec(Ordering.KEY, Throttle.NONE), TopicFixtures.orders(1), itself))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "target 'loop' writes to topic 'orders', which is also the source: choose a target"
                + " with another topic");
  }

  @Test
  void redrivesParkedRecordsOnlyToTheTargetThatRefusedThem() {
    var spec = Samples.spec(Ordering.KEY, Throttle.NONE).withRedrive(new Redrive(List.of(), false));
    var parked =
        new TopicFacts("copies.parked", "id", false, List.of(new PartitionFacts(0, 0, 9, 9, 90)));

    assertThat(plan(spec, parked).records()).isEqualTo(9);
    assertThatThrownBy(() -> plan(spec, TopicFixtures.orders(1)))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("target 'copy' does neither for topic 'orders'")
        .hasMessageEndingWith("or redrive topic 'copies.parked'");
  }

  @Test
  void sendsNoRecordWithANewKeyBackToItsPartition() {
    var steps = List.<Transform>of(new Transform.Rekey("userId", null));
    var spec =
        Samples.spec(Ordering.UNORDERED, Throttle.NONE).withTransforms(new Transforms(steps, 7, 7));
    plan(spec, TopicFixtures.orders(3));

    assertThatThrownBy(
            () -> plan(spec, TopicFixtures.orders(3), TopicFixtures.COPY.choosingPartitions()))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageEndingWith("leave rekey out");
  }

  @Test
  void refusesPartitionOrderIntoFewerPartitions() {
    var spec = Samples.spec(Ordering.PARTITION, Throttle.NONE);

    assertThatThrownBy(() -> plan(spec, TopicFixtures.orders(4)))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "ordering PARTITION writes to the same partition numbers, but target topic 'copies' has"
                + " 3 partitions and the source 4: add partitions to it, or choose KEY or"
                + " UNORDERED");
    plan(Samples.spec(Ordering.KEY, Throttle.NONE), TopicFixtures.orders(4));
    plan(spec, TopicFixtures.orders(4), new TargetFacts("none", "", null, null, Map.of()));
  }

  @Test
  void saysHowMuchIsReadFromKafkaWithoutAnEffectOnTheHash() {
    var plan = plan(Samples.spec(Ordering.PARTITION, Throttle.NONE), TopicFixtures.orders(3));

    assertThat(plan.reads()).isEqualTo(new PlannedReads(30_000, 0, 0, 0));
    var reads = new PlannedReads(20_000, 9_000, 500, 7);
    var withArchive = plan.with(new ArchivePart(500, 9_000, 9_000), reads, List.of("a note"));
    assertThat(withArchive.reads()).isEqualTo(reads);
    assertThat(withArchive.hash()).isEqualTo(plan.hash());
    assertThat(withArchive.notes()).endsWith("a note");
  }

  private static Plan plan(ReplaySpec spec, TopicFacts topic) {
    return plan(spec, topic, TopicFixtures.COPY);
  }

  private static Plan plan(ReplaySpec spec, TopicFacts topic, TargetFacts target) {
    return Planner.plan(spec, topic, target, new WorkerCapacity(2, 8), instant -> Map.of());
  }
}
