package io.reprise.replay.plan;

import static io.reprise.replay.Samples.source;
import static io.reprise.replay.Samples.tolerant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.RangeBound;
import io.reprise.replay.spec.SourceRange;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RangeResolverTest {

  @Test
  void readsWholePartitionsWithoutBounds() {
    assertThat(resolve(source(null, null), TopicFixtures.orders(2)))
        .containsExactly(
            new PlannedPartition(0, new OffsetRange(100, 600), 0, 10_000),
            new PlannedPartition(1, new OffsetRange(100, 600), 0, 10_000));
  }

  @Test
  void usesOneOffsetForAllSelectedPartitions() {
    var source =
        new SourceRange(
            "orders",
            List.of(2, 1),
            new RangeBound.AtOffset(150),
            new RangeBound.AtOffset(250),
            null);

    assertThat(resolve(source, TopicFixtures.orders(4)))
        .containsExactly(
            new PlannedPartition(1, new OffsetRange(150, 250), 0, 2_000),
            new PlannedPartition(2, new OffsetRange(150, 250), 0, 2_000));
  }

  @Test
  void selectsThePartitionsThatItsOffsetsName() {
    var from = new RangeBound.AtOffsets(Map.of(3, 110L, 1, 120L));

    assertThat(resolve(source(from, null), TopicFixtures.orders(4)))
        .extracting(PlannedPartition::partition, PlannedPartition::range)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, new OffsetRange(120, 600)),
            org.assertj.core.groups.Tuple.tuple(3, new OffsetRange(110, 600)));
  }

  @Test
  void selectsThePartitionsOfTheEndWhenTheStartNamesNone() {
    var to = new RangeBound.AtOffsets(Map.of(2, 300L));

    assertThat(resolve(source(null, to), TopicFixtures.orders(4)))
        .containsExactly(new PlannedPartition(2, new OffsetRange(100, 300), 0, 4_000));
  }

  @Test
  void resolvesAnInstantToTheEndWhenNoRecordIsLater() {
    var noon = new RangeBound.AtTime(Samples.NOON);
    var resolver =
        new RangeResolver(
            source(noon, null), TopicFixtures.orders(2), instant -> offsetsAt(instant));

    assertThat(resolver.resolve())
        .extracting(PlannedPartition::range)
        .containsExactly(new OffsetRange(400, 600), new OffsetRange(600, 600));
  }

  private static Map<Integer, Long> offsetsAt(Instant instant) {
    assertThat(instant).isEqualTo(Samples.NOON);
    return Map.of(0, 400L);
  }

  @Test
  void needsTheArchiveOnlyForRangesThatMayBeginBelowKafka() {
    assertThat(belowKafka(null)).as("earliest").containsExactly(0, 1);
    assertThat(belowKafka(new RangeBound.AtOffset(99))).containsExactly(0, 1);
    assertThat(belowKafka(new RangeBound.AtOffset(100))).isEmpty();
    assertThat(belowKafka(new RangeBound.AtOffsets(Map.of(0, 100L, 1, 99L)))).containsExactly(1);
    assertThat(belowKafka(new RangeBound.AtTime(Samples.NOON))).as("0 at 400, 1 at 600").isEmpty();
    assertThat(belowKafka(new RangeBound.Latest())).isEmpty();
  }

  @Test
  void needsNoArchiveWhileKafkaHasTheFirstOffset() {
    var complete =
        new TopicFacts(
            "orders", "topic-id", false, List.of(new PartitionFacts(0, 0, 600, 600, 10_000)));

    assertThat(new RangeResolver(source(null, null), complete, at -> Map.of()).belowKafka())
        .isEmpty();
  }

  private static List<Integer> belowKafka(@Nullable RangeBound from) {
    return new RangeResolver(
            source(from, null), TopicFixtures.orders(2), RangeResolverTest::offsetsAt)
        .belowKafka();
  }

  @Test
  void allowsAnEmptyRangeAnywhereBelowTheEnd() {
    var nothing = source(new RangeBound.AtOffset(7), new RangeBound.AtOffset(7));

    assertThat(resolve(nothing, TopicFixtures.orders(1)))
        .allMatch(p -> p.range().isEmpty() && p.missing() == 0);
  }

  @Test
  void refusesAStartAboveTheEnd() {
    refused(
            source(new RangeBound.AtOffset(300), new RangeBound.AtOffset(200)),
            TopicFixtures.orders(1))
        .hasMessage("partition 0: from 300 is above to 200: swap them or choose a later end");
    refused(
            tolerant(new RangeBound.AtOffset(300), new RangeBound.AtOffset(200)),
            TopicFixtures.orders(1))
        .hasMessageContaining("from 300 is above to 200");
  }

  @Test
  void refusesAStartAboveTheEndOfTheLog() {
    refused(source(new RangeBound.AtOffset(700), null), TopicFixtures.orders(1))
        .hasMessage("partition 0: from 700 is above to 600: swap them or choose a later end");
  }

  @Test
  void refusesAnEndAboveTheEndOfTheLog() {
    refused(source(null, new RangeBound.AtOffset(601)), TopicFixtures.orders(1))
        .hasMessage(
            "partition 0: offset 601 is beyond the log's end 600: end the range at 600, and"
                + " replay later records in another replay");
  }

  @Test
  void namesAnOpenTransactionThatHidesTheEnd() {
    refused(source(null, new RangeBound.AtOffset(580)), TopicFixtures.withOpenTransaction())
        .hasMessage(
            "partition 0: offset 580 is above 550, the last stable offset, because a transaction"
                + " is still open: wait for its end, or end the range at 550");
    refused(source(null, new RangeBound.AtOffset(601)), TopicFixtures.withOpenTransaction())
        .hasMessageContaining("beyond the log's end");
    assertThat(resolve(source(null, null), TopicFixtures.withOpenTransaction()))
        .extracting(PlannedPartition::range)
        .containsExactly(new OffsetRange(100, 550));
  }

  @Test
  void refusesAStartBelowTheLog() {
    refused(source(new RangeBound.AtOffset(99), null), TopicFixtures.orders(1))
        .hasMessage(
            "partition 0: offset 99 is below the log's start 100: start at 100, or set"
                + " onMissingOffsets to RECORD to count the missing offsets as holes");
  }

  @Test
  void countsMissingOffsetsAtBothEndsWithRecord() {
    var source = tolerant(new RangeBound.AtOffset(40), new RangeBound.AtOffset(650));

    assertThat(resolve(source, TopicFixtures.orders(1)))
        .containsExactly(new PlannedPartition(0, new OffsetRange(100, 600), 110, 10_000));
  }

  @Test
  void countsARangeOutsideTheLogAsMissing() {
    assertThat(
            resolve(
                tolerant(new RangeBound.AtOffset(10), new RangeBound.AtOffset(50)),
                TopicFixtures.orders(1)))
        .containsExactly(new PlannedPartition(0, new OffsetRange(100, 100), 40, 0));
    assertThat(
            resolve(
                tolerant(new RangeBound.AtOffset(700), new RangeBound.AtOffset(750)),
                TopicFixtures.orders(1)))
        .containsExactly(new PlannedPartition(0, new OffsetRange(600, 600), 50, 0));
  }

  @Test
  void startsAtTheBeginningOfTheArchive() {
    var topic = archived(new OffsetRange(20, 150));

    assertThat(resolve(source(null, null), topic).get(0).range())
        .isEqualTo(new OffsetRange(20, 600));
    refused(source(new RangeBound.AtOffset(19), null), topic).hasMessageContaining("start at 20");
  }

  @Test
  void refusesAGapBetweenArchiveAndLogUnlessSetToRecord() {
    var topic = archived(new OffsetRange(20, 70));

    refused(source(new RangeBound.AtOffset(30), null), topic)
        .hasMessageContaining(
            "partition 0: offsets [70, 100) are neither in Kafka nor in the archive");
    assertThat(
            resolve(source(new RangeBound.AtOffset(30), new RangeBound.AtOffset(70)), topic)
                .get(0)
                .range())
        .isEqualTo(new OffsetRange(30, 70));
    assertThat(resolve(source(new RangeBound.AtOffset(100), null), topic).get(0).range())
        .isEqualTo(new OffsetRange(100, 600));
    assertThat(resolve(tolerant(new RangeBound.AtOffset(30), null), topic).get(0).range())
        .isEqualTo(new OffsetRange(30, 600));
  }

  private static TopicFacts archived(OffsetRange offsets) {
    var partition = new PartitionFacts(0, 100, 600, 600, 10_000, offsets, 5_000);
    return new TopicFacts("orders", "topic-id", false, List.of(partition));
  }

  @Test
  void namesAPartitionThatDoesNotExist() {
    refused(new SourceRange("orders", List.of(4), null, null, null), TopicFixtures.orders(4))
        .hasMessage("partition 4 does not exist: topic 'orders' has partitions 0 to 3");
    refused(new SourceRange("orders", List.of(-1), null, null, null), TopicFixtures.orders(4))
        .hasMessageContaining("partition -1 does not exist");
    refused(source(new RangeBound.AtOffsets(Map.of(9, 1L)), null), TopicFixtures.orders(4))
        .hasMessageContaining("partition 9 does not exist");
  }

  @Test
  void refusesASelectedPartitionWithoutAnEnd() {
    var source =
        source(
            new RangeBound.AtOffsets(Map.of(0, 110L, 1, 110L)),
            new RangeBound.AtOffsets(Map.of(0, 200L)));

    refused(source, TopicFixtures.orders(2))
        .hasMessage(
            "partition 1 is selected, but source.from or source.to has no offset for it: add"
                + " 1=<offset>");
  }

  private static List<PlannedPartition> resolve(SourceRange source, TopicFacts topic) {
    return new RangeResolver(source, topic, instant -> Map.of()).resolve();
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      SourceRange source, TopicFacts topic) {
    return assertThatThrownBy(() -> resolve(source, topic))
        .isInstanceOf(PlanRefusedException.class);
  }
}
