package io.reprise.replay.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.spec.RangeBound;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovePlannerTest {
  private static final OffsetRange NOTHING = new OffsetRange(0, 0);

  /** Kafka stores [100, 500); the archive holds [40, 120); nobody has the offsets below 40. */
  private static final PartitionFacts TRIMMED =
      new PartitionFacts(0, 100, 500, 500, 0, new OffsetRange(40, 120), 0);

  private static final PartitionFacts WHOLE = new PartitionFacts(0, 0, 500, 510, 0);

  private static GroupMoveSpec spec(MoveKind kind) {
    return switch (kind) {
      case REWIND, FORWARD ->
          new GroupMoveSpec(kind, "orders", null, new RangeBound.AtOffset(0), null, null, null);
      case COPY -> new GroupMoveSpec(kind, "orders", null, null, null, "other", null);
      case UNDO -> new GroupMoveSpec(kind, "orders", null, null, null, null, "m1");
    };
  }

  private static GroupMovePlan plan(
      MoveKind kind, PartitionFacts facts, Map<Integer, Long> committed, long wanted) {
    var topic = new TopicFacts("orders", "id-1", false, List.of(facts));
    return new MovePlanner("readers", spec(kind), topic)
        .plan(committed, Map.of(0, Optional.of(wanted)), false);
  }

  private static MovedPartition only(GroupMovePlan plan) {
    assertThat(plan.partitions()).hasSize(1);
    return plan.partitions().get(0);
  }

  @Test
  void aRewindReadsAgainFromTheWantedOffsetToTheFormerOne() {
    var moved = only(plan(MoveKind.REWIND, WHOLE, Map.of(0, 300L), 120));

    assertThat(moved.former()).isEqualTo(300);
    assertThat(moved.to()).isEqualTo(120);
    assertThat(moved.again()).isEqualTo(new OffsetRange(120, 300));
    assertThat(moved.skipped()).isEqualTo(NOTHING);
  }

  @Test
  void aForwardSkipsFromTheFormerOffsetToTheWantedOne() {
    var moved = only(plan(MoveKind.FORWARD, WHOLE, Map.of(0, 300L), 450));

    assertThat(moved.to()).isEqualTo(450);
    assertThat(moved.again()).isEqualTo(NOTHING);
    assertThat(moved.skipped()).isEqualTo(new OffsetRange(300, 450));
  }

  @ParameterizedTest
  @CsvSource({"REWIND, 400, a rewind sets no offset forward", "FORWARD, 200, a forward sets no"})
  void anOffsetInTheOtherDirectionChangesNothing(MoveKind kind, long wanted, String note) {
    var plan = plan(kind, WHOLE, Map.of(0, 300L), wanted);

    assertThat(plan.changed()).isEmpty();
    assertThat(only(plan).to()).isEqualTo(300);
    assertThat(plan.notes()).anyMatch(text -> text.contains(note));
  }

  @Test
  void aRewindBelowKafkasLogStartStopsThereAndNamesWhatTheArchiveHasAndWhatIsLost() {
    var plan = plan(MoveKind.REWIND, TRIMMED, Map.of(0, 300L), 10);

    var moved = only(plan);
    assertThat(moved.to()).isEqualTo(100);
    assertThat(moved.again()).isEqualTo(new OffsetRange(100, 300));
    assertThat(moved.archived()).isEqualTo(new OffsetRange(40, 100));
    assertThat(moved.lost()).isEqualTo(30);
    assertThat(plan.again()).isEqualTo(200);
    assertThat(plan.archived()).isEqualTo(60);
    assertThat(plan.lost()).isEqualTo(30);
    assertThat(plan.notes())
        .containsExactly(
            "60 offsets are only in the archive, where a consumer cannot read them: deliver them"
                + " with a replay",
            "30 offsets can no longer be read anywhere");
  }

  @Test
  void aForwardAsksForNoDeletedOffset() {
    var moved = only(plan(MoveKind.FORWARD, TRIMMED, Map.of(0, 50L), 60));

    assertThat(moved.to()).isEqualTo(100);
    assertThat(moved.archived()).isEqualTo(NOTHING);
    assertThat(moved.lost()).isZero();
    assertThat(moved.skipped()).isEqualTo(NOTHING);
  }

  @Test
  void aGroupThatWasTrimmedAwayFromIsSetToWhatKafkaStoresByACopy() {
    var moved = only(plan(MoveKind.COPY, TRIMMED, Map.of(0, 20L), 30));

    assertThat(moved.to()).isEqualTo(100);
    assertThat(moved.archived()).isEqualTo(NOTHING);
  }

  @Test
  void aPartitionWithoutACommittedOffsetGetsTheWantedOneWithANote() {
    var plan = plan(MoveKind.REWIND, WHOLE, Map.of(), 120);

    assertThat(only(plan).to()).isEqualTo(120);
    assertThat(plan.again()).isZero();
    assertThat(plan.notes())
        .anyMatch(note -> note.contains("no committed offset in partitions [0]"));
  }

  @Test
  void anUndoOfAFirstMoveRemovesTheOffset() {
    var topic = new TopicFacts("orders", "id-1", false, List.of(WHOLE));
    var plan =
        new MovePlanner("readers", spec(MoveKind.UNDO), topic)
            .plan(Map.of(0, 300L), Map.of(0, Optional.empty()), false);

    assertThat(only(plan).to()).isNull();
    assertThat(only(plan).changes()).isTrue();
  }

  @Test
  void anOffsetAboveTheEndIsRefused() {
    assertThatThrownBy(() -> plan(MoveKind.COPY, WHOLE, Map.of(0, 300L), 501))
        .isInstanceOf(GroupRefusedException.class)
        .hasMessageContaining("offset 501 of partition 0 is above 500");
  }

  @Test
  void partitionsThatAreNotAskedForStay() {
    var two =
        new TopicFacts("orders", "id-1", false, List.of(WHOLE, new PartitionFacts(1, 0, 9, 9, 0)));
    var spec =
        new GroupMoveSpec(
            MoveKind.REWIND, "orders", List.of(1), new RangeBound.Earliest(), null, null, null);

    var plan =
        new MovePlanner("readers", spec, two)
            .plan(Map.of(0, 300L, 1, 5L), Map.of(0, Optional.of(0L), 1, Optional.of(0L)), false);

    assertThat(plan.partitions()).extracting(MovedPartition::partition).containsExactly(1);
  }

  @Test
  void theHashCoversTheOffsetsBeforeAndAfter() {
    var hash = plan(MoveKind.REWIND, WHOLE, Map.of(0, 300L), 120).hash();

    assertThat(hash).hasSize(32);
    assertThat(plan(MoveKind.REWIND, WHOLE, Map.of(0, 300L), 120).hash()).isEqualTo(hash);
    assertThat(plan(MoveKind.REWIND, WHOLE, Map.of(0, 301L), 120).hash()).isNotEqualTo(hash);
    assertThat(plan(MoveKind.REWIND, WHOLE, Map.of(0, 300L), 121).hash()).isNotEqualTo(hash);
  }

  @Test
  void theHashOfAnOpenEndCoversOnlyTheOffsetsBefore() {
    var topic = new TopicFacts("orders", "id-1", false, List.of(WHOLE));
    var planner = new MovePlanner("readers", spec(MoveKind.FORWARD), topic);

    var hash = planner.plan(Map.of(0, 300L), Map.of(0, Optional.of(400L)), true).hash();

    assertThat(planner.plan(Map.of(0, 300L), Map.of(0, Optional.of(450L)), true).hash())
        .isEqualTo(hash);
    assertThat(planner.plan(Map.of(0, 310L), Map.of(0, Optional.of(450L)), true).hash())
        .isNotEqualTo(hash);
  }
}
