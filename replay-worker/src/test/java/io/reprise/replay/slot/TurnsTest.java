package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TurnsTest {

  @Test
  void aTurnThatEndsIsTheNextOnes() {
    var turns = Turns.of(1);
    assertThat(turns.await(() -> true)).isTrue();

    var next = CompletableFuture.supplyAsync(() -> turns.await(() -> true));
    assertThat(next).isNotDone();
    turns.end();

    await().until(next::isDone);
    assertThat(next).isCompletedWithValue(true);
  }

  @Test
  void theWaitEndsWhenItIsNoLongerWorthwhile() {
    var turns = Turns.of(1);
    assertThat(turns.await(() -> true)).isTrue();
    var worthwhile = new AtomicBoolean(true);

    var next = CompletableFuture.supplyAsync(() -> turns.await(worthwhile::get));
    worthwhile.set(false);

    await().until(next::isDone);
    assertThat(next).isCompletedWithValue(false);
  }

  @Test
  void isFreeUntilEveryTurnIsTaken() {
    var turns = Turns.of(1);
    assertThat(turns.free()).isTrue();

    assertThat(turns.await(() -> true)).isTrue();
    assertThat(turns.free()).isFalse();

    turns.end();
    assertThat(turns.free()).isTrue();
  }

  @Test
  void alwaysMeansThatNobodyWaits() {
    var turns = Turns.always();

    assertThat(turns.await(() -> false)).isTrue();
    assertThat(turns.await(() -> false)).isTrue();
  }
}
