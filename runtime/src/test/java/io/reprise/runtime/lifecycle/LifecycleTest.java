package io.reprise.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final List<String> closed = new CopyOnWriteArrayList<>();
  private final Lifecycle lifecycle = new Lifecycle(Duration.ofSeconds(30));

  private AutoCloseable part(String name) {
    return () -> closed.add(name);
  }

  @Test
  void partsAreClosedInReverseOrderAndOnce() {
    lifecycle.start("a", () -> part("a"));
    lifecycle.start("b", () -> part("b"));

    lifecycle.close();
    lifecycle.close();

    assertThat(closed).containsExactly("b", "a");
  }

  @Test
  void aPartThatDoesNotStartClosesThoseBeforeIt() {
    lifecycle.start("a", () -> part("a"));

    assertThatThrownBy(
            () ->
                lifecycle.start(
                    "b",
                    () -> {
                      throw new IllegalStateException("no port");
                    }))
        .hasMessage("no port");

    assertThat(closed).containsExactly("a");
  }

  @Test
  void aPartThatFailsToCloseDoesNotKeepOthersOpen() {
    lifecycle.start("a", () -> part("a"));
    lifecycle.start(
        "b",
        () ->
            () -> {
              throw new IllegalStateException("stuck");
            });

    lifecycle.close();

    assertThat(closed).containsExactly("a");
  }

  @Test
  void aPartThatDoesNotCloseInTimeIsAbandoned() {
    var released = new CountDownLatch(1);
    var hasty = new Lifecycle(Duration.ofMillis(10));
    hasty.start("a", () -> part("a"));
    hasty.start("b", () -> released::await);

    hasty.close();

    assertThat(closed).containsExactly("a");
    released.countDown();
  }

  @Test
  void aServiceRunsUntilItIsStopped() throws InterruptedException {
    var run = new ServiceRun();
    var isClosed = new CountDownLatch(1);
    run.stop();

    run.untilStopped("example", isClosed::countDown, () -> {});

    assertThat(isClosed.await(0, TimeUnit.SECONDS)).isTrue();
  }
}
