package io.reprise.kafka.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void clearFlag() {
    Thread.interrupted();
  }

  @Test
  void keepsTheFlagAndThrowsWhenAValueIsWaitedFor() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Interruption.get(this::neverReturns))
        .isInstanceOf(InterruptException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void keepsTheFlagAndAnswersWhatTheCallerWants() {
    Thread.currentThread().interrupt();

    assertThat(Interruption.<String, RuntimeException>getOr(this::neverReturns, e -> "stopping"))
        .isEqualTo("stopping");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void returnsTheValueOfAWaitThatIsNotInterrupted() {
    assertThat(Interruption.get(() -> "value")).isEqualTo("value");
    assertThat(Interruption.runs(() -> {})).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void keepsTheFlagWhenASleepIsInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Interruption.sleep(Duration.ofHours(1)))
        .isInstanceOf(InterruptException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void letsOtherExceptionsThrough() {
    assertThatThrownBy(
            () ->
                Interruption.run(
                    () -> {
                      throw new IOException("disk");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk");
  }

  @Test
  void doesNotWaitForAThreadOrAnExecutorOnceInterrupted() {
    var executor = Executors.newSingleThreadExecutor();
    var waiting = new Thread(() -> Interruption.runs(never::await));
    waiting.start();
    executor.execute(() -> Interruption.runs(never::await));
    executor.shutdown();
    Thread.currentThread().interrupt();

    Interruption.join(waiting, Duration.ofHours(1));
    assertThat(Interruption.awaitEnd(executor, Duration.ofHours(1))).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();

    never.countDown();
    Thread.interrupted();
    assertThat(Interruption.awaitEnd(executor, Duration.ofMinutes(1))).isTrue();
  }

  @Test
  void waitsInADeferredActionAndKeepsTheFlagAfterIt() {
    var ended = new CountDownLatch(1);
    new Thread(ended::countDown).start();
    Thread.currentThread().interrupt();

    Interruption.runDeferred(() -> assertThat(Interruption.runs(ended::await)).isTrue());

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  private String neverReturns() throws InterruptedException {
    never.await();
    return "too late";
  }
}
