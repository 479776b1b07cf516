package io.reprise.replay.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MoveHistoryTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private static GroupMove move(
      String id, GroupMove.State state, int partition, @Nullable String undoes) {
    return new GroupMove(
        GroupMove.VERSION,
        id,
        state,
        "readers",
        undoes == null ? MoveKind.REWIND : MoveKind.UNDO,
        "orders",
        "id-1",
        "0123456789",
        "ada",
        "test",
        NOON,
        undoes,
        List.of(new GroupMove.Partition(partition, 9L, null, 3L)));
  }

  /** Each move is one record; its offset is its place in the list. */
  private static MoveHistory history(GroupMove... moves) {
    var byId = new LinkedHashMap<String, MoveHistory.Entry>();
    for (int i = 0; i < moves.length; i++) {
      MoveHistory.add(byId, i, moves[i]);
    }
    return new MoveHistory(moves.length, byId);
  }

  @Test
  void aMoveHasTheStateOfItsNewestRecordAndThePlaceOfItsFirst() {
    var history =
        history(
            move("m1", GroupMove.State.BEGUN, 0, null),
            move("m2", GroupMove.State.BEGUN, 0, null),
            move("m1", GroupMove.State.DONE, 0, null));

    assertThat(history.of("readers")).extracting(GroupMove::id).containsExactly("m2", "m1");
    assertThat(history.find("readers", "m1").orElseThrow().state()).isEqualTo(GroupMove.State.DONE);
    assertThat(history.find("others", "m1")).isEmpty();
  }

  @Test
  void ofTwoMovesThatBeginTogetherTheFirstRecordWins() {
    var first = move("m1", GroupMove.State.BEGUN, 0, null);
    var second = move("m2", GroupMove.State.BEGUN, 0, null);
    var history = history(first, second);

    assertThat(history.between(0, 0, first)).isEmpty();
    assertThat(history.between(0, 1, second)).contains(first);
    // The second one has read the first one before it made its plan.
    assertThat(history.between(1, 1, second)).isEmpty();
  }

  @Test
  void aMoveWithoutAnOutcomeIsUnderWayForAMinute() {
    var history = history(move("m1", GroupMove.State.BEGUN, 0, null));

    assertThat(history.underWay("readers", NOON.plusSeconds(59))).isPresent();
    assertThat(history.underWay("readers", NOON.plusSeconds(60))).isEmpty();
  }

  @Test
  void aLaterMoveOfTheSamePartitionHasToBeUndoneFirst() {
    var first = move("m1", GroupMove.State.DONE, 0, null);
    var later = move("m2", GroupMove.State.DONE, 0, null);

    assertThat(history(first, later).laterThan(first)).contains(later);
    assertThat(history(first, move("m2", GroupMove.State.DONE, 1, null)).laterThan(first))
        .isEmpty();
    assertThat(history(first, move("m2", GroupMove.State.WITHDRAWN, 0, null)).laterThan(first))
        .isEmpty();
    assertThat(history(first, later, move("m3", GroupMove.State.DONE, 0, "m2")).laterThan(first))
        .isEmpty();
  }

  @Test
  void aMoveIsUndoneOnlyIfTheUndoIsDone() {
    var first = move("m1", GroupMove.State.DONE, 0, null);

    assertThat(history(first, move("m2", GroupMove.State.DONE, 0, "m1")).isUndone(first)).isTrue();
    assertThat(history(first, move("m2", GroupMove.State.WITHDRAWN, 0, "m1")).isUndone(first))
        .isFalse();
  }
}
