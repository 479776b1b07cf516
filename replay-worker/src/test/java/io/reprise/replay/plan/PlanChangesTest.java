package io.reprise.replay.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.RangeBound;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanChangesTest {
  private static final TopicFacts PLANNED = TopicFixtures.orders(2);
  private static final Plan PLAN = plan(new RangeBound.AtOffset(200), new RangeBound.AtOffset(300));

  @Test
  void hasNoChangesOnAnUnchangedTopic() {
    assertThat(PlanChanges.since(PLAN, PLANNED)).isEmpty();
  }

  @Test
  void hasNoChangesWhenTheLogGrowsOrIsTrimmedOutsideTheRange() {
    assertThat(PlanChanges.since(PLAN, log(200, 9_000))).isEmpty();
  }

  @Test
  void reportsThatOffsetsOfTheRangeAreGone() {
    assertThat(PlanChanges.since(PLAN, log(201, 9_000)))
        .containsExactly("partition 1: the plan reads [200, 300), the log now holds [201, 9000)");
  }

  @Test
  void reportsThatTheLogEndsBelowTheRange() {
    assertThat(PlanChanges.since(PLAN, log(100, 299)))
        .containsExactly("partition 1: the plan reads [200, 300), the log now holds [100, 299)");
  }

  @Test
  void hasNoChangesForAnEmptyRange() {
    var nothing = plan(new RangeBound.AtOffset(150), new RangeBound.AtOffset(150));

    assertThat(PlanChanges.since(nothing, log(500, 600))).isEmpty();
  }

  @Test
  void reportsARecreatedTopicAndNothingElse() {
    var recreated = new TopicFacts("orders", "new-id", false, List.of());

    assertThat(PlanChanges.since(PLAN, recreated))
        .containsExactly(
            "topic 'orders' was deleted and recreated after the plan was made (id topic-id, now"
                + " new-id)");
  }

  @Test
  void reportsAddedPartitions() {
    assertThat(PlanChanges.since(PLAN, TopicFixtures.orders(3)))
        .containsExactly("topic 'orders' had 2 partitions and has 3 now");
  }

  @Test
  void needsTheArchiveOnlyForPlannedOffsetsThatKafkaHasDeleted() {
    assertThat(PlanChanges.partitionsBelowKafka(PLAN, log(200, 9_000))).isEmpty();
    assertThat(PlanChanges.partitionsBelowKafka(PLAN, log(201, 9_000))).containsExactly(1);

    var nothing = plan(new RangeBound.AtOffset(150), new RangeBound.AtOffset(150));
    assertThat(PlanChanges.partitionsBelowKafka(nothing, log(500, 600))).isEmpty();
  }

  /** Partition 1 has the given offsets; partition 0 is unchanged. */
  private static TopicFacts log(long start, long end) {
    return new TopicFacts(
        "orders",
        "topic-id",
        false,
        List.of(PLANNED.partitions().get(0), new PartitionFacts(1, start, end, end, 0)));
  }

  private static Plan plan(RangeBound from, RangeBound to) {
    return Planner.plan(
        Samples.spec(Samples.source(from, to)),
        PLANNED,
        TopicFixtures.COPY,
        new WorkerCapacity(2, 8),
        instant -> Map.of());
  }
}
