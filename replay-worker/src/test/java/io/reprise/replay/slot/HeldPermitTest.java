package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Shows guarantee 2 of docs/liveness.md. */
class HeldPermitTest {
  @Test
  void isGivenBackOnce() {
    var released = new AtomicInteger();
    var permit =
        new HeldPermit(
            new DeliveryPermits() {
              @Override
              public boolean acquire(BooleanSupplier worthwhile) {
                return true;
              }

              @Override
              public void release() {
                released.incrementAndGet();
              }
            });

    permit.release();
    permit.release();

    assertThat(released).hasValue(1);
  }
}
