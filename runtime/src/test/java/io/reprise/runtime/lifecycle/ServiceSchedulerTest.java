package io.reprise.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guarantee 6 of docs/liveness.md: no thread of a service dies unnoticed. */
@Timeout(60)
class ServiceSchedulerTest {
  private final CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
  private final ServiceScheduler scheduler = ServiceScheduler.ofOneThread("test-tasks");

  @AfterEach
  void shutDown() {
    scheduler.shutdownNow();
  }

  @Test
  void passesAnErrorOfAPeriodicTaskToTheUncaughtExceptionHandler() throws Exception {
    handleUncaught();

    scheduler.scheduleWithFixedDelay(this::overflow, 0, 1, TimeUnit.MILLISECONDS);

    assertThat(uncaught.get()).isInstanceOf(StackOverflowError.class);
  }

  @Test
  void passesAnErrorOfATaskThatRunsOnceToTheUncaughtExceptionHandler() throws Exception {
    handleUncaught();

    scheduler.schedule(this::overflow, 1, TimeUnit.MILLISECONDS);

    assertThat(uncaught.get()).isInstanceOf(StackOverflowError.class);
  }

  @Test
  void passesAnExceptionOfATaskThatRunsOnceToTheUncaughtExceptionHandler() throws Exception {
    handleUncaught();

    scheduler.execute(
        () -> {
          throw new IllegalStateException("a defect");
        });

    assertThat(uncaught.get()).hasMessage("a defect");
  }

  @Test
  void runsAPeriodicTaskAgainAfterAnException() throws Exception {
    handleUncaught();
    var runs = new AtomicInteger();
    var third = new CountDownLatch(3);

    scheduler.scheduleWithFixedDelay(
        () -> {
          third.countDown();
          throw new IllegalStateException("run " + runs.incrementAndGet());
        },
        0,
        1,
        TimeUnit.MILLISECONDS);

    third.await();
    assertThat(uncaught).isNotDone();
  }

  @Test
  void exceptionsOfTasksThatItsShutdownInterruptsAreNotReported() throws Exception {
    handleUncaught();
    var started = new CountDownLatch(1);
    scheduler.execute(
        () -> {
          started.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    started.await();

    scheduler.shutdownNow();

    assertThat(scheduler.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(uncaught).isNotDone();
  }

  @Test
  void itsThreadsAreDaemonsOfTheGivenName() throws Exception {
    var thread = scheduler.submit(Thread::currentThread).get();

    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getName()).isEqualTo("test-tasks");
  }

  /** Makes the only thread pass its uncaught exceptions to this test. */
  private void handleUncaught() throws Exception {
    scheduler
        .submit(
            () ->
                Thread.currentThread()
                    .setUncaughtExceptionHandler((thread, cause) -> uncaught.complete(cause)))
        .get();
  }

  private void overflow() {
    throw new StackOverflowError();
  }
}
