package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.slot.ShardTask.Kind;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardTaskTest {
  private static final ReplayTable CREATED =
      ReplayTable.EMPTY.after(
          Samples.ID, new ReplayEvent.Created(Samples.plan(3, Throttle.NONE)), Samples.NOON);
  private static final Map<String, List<ReplayEvent>> PATHS =
      Map.of(
          "PLANNED", List.of(),
          "RUNNING", List.of(new ReplayEvent.Started()),
          "PAUSING", List.of(new ReplayEvent.Started(), new ReplayEvent.PauseRequested()),
          "PAUSED",
              List.of(
                  new ReplayEvent.Started(),
                  new ReplayEvent.PauseRequested(),
                  new ReplayEvent.Stopped()),
          "CANCELLING", List.of(new ReplayEvent.Started(), new ReplayEvent.CancelRequested()),
          "FAILING", List.of(new ReplayEvent.Started(), new ReplayEvent.FailureObserved("x")),
          "FAILED",
              List.of(
                  new ReplayEvent.Started(),
                  new ReplayEvent.FailureObserved("x"),
                  new ReplayEvent.Stopped()),
          "COMPLETED", List.of(new ReplayEvent.Started(), new ReplayEvent.Completed(false)));

  /** A row a state of the replay, a column a shard record; what to do, or - for nothing. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          STATE,      absent, CLAIMED,   STOPPED, DONE, FAILED
          PLANNED,    -,      STOP,      -,       -,    -
          RUNNING,    BEGIN,  TAKE_OVER, BEGIN,   -,    -
          PAUSING,    -,      STOP,      -,       -,    -
          PAUSED,     -,      STOP,      -,       -,    -
          CANCELLING, -,      STOP,      -,       -,    -
          FAILING,    -,      STOP,      -,       -,    -
          FAILED,     -,      STOP,      -,       -,    -
          COMPLETED,  -,      STOP,      -,       -,    -
          """)
  void followsFromTheReplaysStateAndTheShardsRecord(
      String state, String absent, String claimed, String stopped, String done, String failed) {
    var book = book(PATHS.get(state));

    assertThat(kind(book, null)).isEqualTo(absent);
    assertThat(kind(book, ShardState.CLAIMED)).isEqualTo(claimed);
    assertThat(kind(book, ShardState.STOPPED)).isEqualTo(stopped);
    assertThat(kind(book, ShardState.DONE)).isEqualTo(done);
    assertThat(kind(book, ShardState.FAILED)).isEqualTo(failed);
  }

  private static String kind(ReplayTable book, ShardState state) {
    var record = state == null ? null : Samples.progress(0, state, 10);
    return ShardTask.next(List.of(key(0)), book, k -> record, k -> true)
        .map(task -> task.kind().name())
        .orElse("-");
  }

  @Test
  void aRetryBeginsTheShardsThatFailedBefore() {
    var retried =
        book(
            List.of(
                new ReplayEvent.Started(),
                new ReplayEvent.FailureObserved("x"),
                new ReplayEvent.Stopped(),
                new ReplayEvent.Retried()));

    assertThat(kind(retried, ShardState.FAILED)).isEqualTo("BEGIN");
    assertThat(kind(retried, ShardState.DONE)).isEqualTo("-");
  }

  @Test
  void takesTheMostUrgentShardOfTheSlotFirst() {
    var book = book(PATHS.get("RUNNING"));
    var records = new HashMap<ShardKey, ShardProgress>();

    assertThat(next(book, records)).get().extracting(ShardTask::key).isEqualTo(key(0));

    records.put(key(2), Samples.progress(2, ShardState.CLAIMED, 10));
    var task = next(book, records).orElseThrow();
    assertThat(task.kind()).isEqualTo(Kind.TAKE_OVER);
    assertThat(task.key()).isEqualTo(key(2));
    assertThat(task.last()).isEqualTo(records.get(key(2)));
    assertThat(task.shard()).isEqualTo(task.replay().plan().shards().get(2));
  }

  @Test
  void aStopComesBeforeAllElse() {
    var other = "01970000-0000-7000-8000-000000000002";
    var book =
        book(PATHS.get("RUNNING"))
            .after(other, new ReplayEvent.Created(Samples.plan(1, Throttle.NONE)), Samples.NOON)
            .after(other, new ReplayEvent.Started(), Samples.NOON)
            .after(other, new ReplayEvent.CancelRequested(), Samples.NOON);
    var claimed = Samples.progress(0, ShardState.CLAIMED, 10);

    var task =
        ShardTask.next(List.of(key(0), new ShardKey(other, 0)), book, k -> claimed, k -> true);

    assertThat(task).get().extracting(ShardTask::kind).isEqualTo(Kind.STOP);
    assertThat(task).get().extracting(t -> t.key().replay()).isEqualTo(other);
  }

  @Test
  void knowsNothingOfAReplayThatIsGone() {
    assertThat(kind(ReplayTable.EMPTY, ShardState.CLAIMED)).isEqualTo("-");
  }

  @Test
  void leavesTheShardsOfAnExpiredReplayToTheirRemoval() {
    var expired = new ReplayEvent.Expired(Samples.plan(3, Throttle.NONE), Samples.account());

    var book = book(PATHS.get("FAILED")).after(Samples.ID, expired, Samples.NOON);

    assertThat(kind(book, ShardState.CLAIMED)).isEqualTo("-");
    assertThat(kind(book, ShardState.STOPPED)).isEqualTo("-");
  }

  private static Optional<ShardTask> next(ReplayTable book, Map<ShardKey, ShardProgress> records) {
    return ShardTask.next(List.of(key(0), key(1), key(2)), book, records::get, shard -> true);
  }

  private static ReplayTable book(List<ReplayEvent> events) {
    var book = CREATED;
    for (var event : events) {
      book = book.after(Samples.ID, event, Samples.NOON);
    }
    return book;
  }

  private static ShardKey key(int index) {
    return new ShardKey(Samples.ID, index);
  }
}
