package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Shows guarantee 2 of docs/liveness.md. */
class FairDeliveryPermitsTest {

  @Test
  void aReleasedPermitGoesToTheNextWaiter() {
    var permits = new FairDeliveryPermits(1);
    assertThat(permits.acquire(() -> true)).isTrue();

    var next = CompletableFuture.supplyAsync(() -> permits.acquire(() -> true));
    assertThat(next).isNotDone();
    permits.release();

    await().until(next::isDone);
    assertThat(next).isCompletedWithValue(true);
  }

  @Test
  void theWaitEndsWhenItIsNoLongerWorthwhile() {
    var permits = new FairDeliveryPermits(1);
    assertThat(permits.acquire(() -> true)).isTrue();
    var worthwhile = new AtomicBoolean(true);

    var next = CompletableFuture.supplyAsync(() -> permits.acquire(worthwhile::get));
    worthwhile.set(false);

    await().until(next::isDone);
    assertThat(next).isCompletedWithValue(false);
  }

  @Test
  void givesOutAsManyPermitsAsThereAre() {
    var permits = new FairDeliveryPermits(1);
    assertThat(permits.acquire(() -> false)).isTrue();
    assertThat(permits.acquire(() -> false)).isFalse();

    permits.release();

    assertThat(permits.acquire(() -> false)).isTrue();
  }

  @Test
  void unlimitedPermitsNeverMakeAnyoneWait() {
    var permits = DeliveryPermits.unlimited();

    assertThat(permits.acquire(() -> false)).isTrue();
    assertThat(permits.acquire(() -> false)).isTrue();
  }
}
