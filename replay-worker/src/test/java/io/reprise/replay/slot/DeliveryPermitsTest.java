package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DeliveryPermitsTest {

  @Test
  void aTurnThatEndsIsTheNextOnes() {
    var permits = DeliveryPermits.of(1);
    assertThat(permits.await(() -> true)).isTrue();

    var next = CompletableFuture.supplyAsync(() -> permits.await(() -> true));
    assertThat(next).isNotDone();
    permits.end();

    await().until(next::isDone);
    assertThat(next).isCompletedWithValue(true);
  }

  @Test
  void theWaitEndsWhenItIsNoLongerWorthwhile() {
    var permits = DeliveryPermits.of(1);
    assertThat(permits.await(() -> true)).isTrue();
    var worthwhile = new AtomicBoolean(true);

    var next = CompletableFuture.supplyAsync(() -> permits.await(worthwhile::get));
    worthwhile.set(false);

    await().until(next::isDone);
    assertThat(next).isCompletedWithValue(false);
  }

  @Test
  void isFreeUntilEveryTurnIsTaken() {
    var permits = DeliveryPermits.of(1);
    assertThat(permits.free()).isTrue();

    assertThat(permits.await(() -> true)).isTrue();
    assertThat(permits.free()).isFalse();

    permits.end();
    assertThat(permits.free()).isTrue();
  }

  @Test
  void alwaysMeansThatNobodyWaits() {
    var permits = DeliveryPermits.always();

    assertThat(permits.await(() -> false)).isTrue();
    assertThat(permits.await(() -> false)).isTrue();
  }
}
