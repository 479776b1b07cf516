package io.reprise.replay.target.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.replay.target.UnprovenLeaseException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestWindowTest {
  private static final Answer UNAVAILABLE =
      new Answer.Later("answered with status 503", null, false);

  /** Time that passes a hundred times as fast, so that the patience ends soon. */
  private static final Ticker FAST =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime() * 100;
        }

        @Override
        public void sleep(Duration time) {
          throw new AssertionError("nothing sleeps here");
        }
      };

  /** Time that passes a hundred times as slowly, so that the patience outlasts a busy machine. */
  static final Ticker SLOW =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime() / 100;
        }

        @Override
        public void sleep(Duration time) {
          throw new AssertionError("nothing sleeps here");
        }
      };

  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private final TargetPause pause = new TargetPause("hook", Clock.systemUTC(), Ticker.SYSTEM);
  private final AtomicBoolean leaseIsProven = new AtomicBoolean(true);
  private final List<Long> sent = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void sendsTheRecordsOfALaneOneAfterAnotherAndNoMoreThanTheLanesAtOnce() {
    try (var window = window(4, SLOW, call -> answered(Answer.ACCEPTED))) {
      for (int i = 0; i < 400; i++) {
        window.addInOrder(call(i), i % 7);
      }
      window.await();
    }

    assertThat(sent).hasSize(400);
    assertThat(mostAtOnce).hasValueBetween(2, 4);
    for (int lane = 0; lane < 4; lane++) {
      int number = lane;
      assertThat(sent.stream().filter(offset -> offset % 7 % 4 == number)).isSorted();
    }
  }

  @Test
  void sendsNoLaterRecordOfALaneWhileOneIsRepeated() {
    var failures = new AtomicInteger(3);
    try (var window =
        window(
            1,
            SLOW,
            call ->
                answered(
                    call.offset() == 1 && failures.getAndDecrement() > 0
                        ? UNAVAILABLE
                        : Answer.ACCEPTED))) {
      for (int i = 0; i < 3; i++) {
        window.add(call(i));
      }
      window.await();
    }

    assertThat(sent).containsExactly(0L, 1L, 1L, 1L, 1L, 2L);
  }

  @Test
  void namesTheRecordsThatTheServiceRefuses() {
    var conflict = new Answer.Later("answered with status 409", null, true);
    try (var window =
        window(
            4,
            FAST,
            call ->
                answered(
                    call.offset() == 1
                        ? new Answer.Refused("the service answered with status 422")
                        : call.offset() == 2 ? conflict : Answer.ACCEPTED))) {
      for (int i = 0; i < 4; i++) {
        window.add(call(i));
      }
      window.await();

      assertThat(window.takeRefused())
          .containsOnlyKeys(1L, 2L)
          .containsEntry(1L, "the service answered with status 422")
          .hasEntrySatisfying(
              2L,
              reason -> assertThat(reason).startsWith("the service answered with status 409 to "));
      assertThat(window.takeRefused()).isEmpty();
    }
  }

  @Test
  void givesUpWhenTheServiceDoesNotRecoverInTime() {
    try (var window = window(2, FAST, call -> answered(UNAVAILABLE))) {
      window.add(call(7));

      assertThatThrownBy(window::await)
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageMatching(
              "target 'hook' answered with status 503, after \\d+ attempts at offset 7");
      assertThatThrownBy(() -> window.add(call(8))).isInstanceOf(TargetUnavailableException.class);
    }
    assertThat(sent).doesNotContain(8L);
  }

  @Test
  void waitsAtOnceForAllShardsIfTheServiceAsksForALongPause() {
    var throttled = new Answer.Later("answered with status 429", Duration.ofMinutes(1), false);
    try (var window = window(2, SLOW, call -> answered(throttled))) {
      window.add(call(7));

      assertThatThrownBy(window::await)
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageMatching(
              "target 'hook' answered with status 429 and asks to wait until \\S+"
                  + " \\(Retry-After\\)");
    }
    assertThat(sent).containsExactly(7L);
    assertThatThrownBy(() -> pause.requireShort(RequestWindow.PATIENCE))
        .isInstanceOf(TargetUnavailableException.class);
  }

  @Test
  void honoursAShortPauseWithinTheSlice() {
    var throttled = new Answer.Later("answered with status 429", Duration.ofSeconds(1), false);
    var first = new AtomicBoolean(true);
    long started = System.nanoTime();
    try (var window =
        window(2, SLOW, call -> answered(first.getAndSet(false) ? throttled : Answer.ACCEPTED))) {
      window.add(call(7));
      window.await();
    }

    assertThat(sent).containsExactly(7L, 7L);
    assertThat(Duration.ofNanos(System.nanoTime() - started))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void sendsNothingWithoutAProvenLease() {
    leaseIsProven.set(false);
    try (var window = window(2, FAST, call -> answered(Answer.ACCEPTED))) {
      window.add(call(7));

      assertThatThrownBy(window::await).isInstanceOf(UnprovenLeaseException.class);
    }
    assertThat(sent).isEmpty();
  }

  @Test
  void sendsOnceTheLeaseIsProven() {
    leaseIsProven.set(false);
    try (var window = window(2, SLOW, call -> answered(Answer.ACCEPTED))) {
      window.add(call(7));
      leaseIsProven.set(true);
      window.await();
    }
    assertThat(sent).containsExactly(7L);
  }

  @Test
  void aClosedWindowCancelsItsRequests() {
    var hanging = new CompletableFuture<Answer>();
    try (var window = window(2, SLOW, call -> hanging)) {
      window.add(call(7));
    }
    assertThat(hanging).isCancelled();
  }

  private RequestWindow window(int lanes, Ticker ticker, RequestWindow.Attempts attempts) {
    return new RequestWindow(
        "hook",
        lanes,
        call -> {
          sent.add(call.offset());
          return attempts.send(call);
        },
        pause,
        new Backoff(() -> 0),
        ticker,
        executor,
        leaseIsProven::get,
        () -> new UnprovenLeaseException("r/0", 1));
  }

  /** Answers after a millisecond, on a thread of its own. */
  private CompletableFuture<Answer> answered(Answer answer) {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    return CompletableFuture.supplyAsync(
        () -> {
          atOnce.decrementAndGet();
          return answer;
        },
        CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, executor));
  }

  private static Call call(long offset) {
    return new Call(
        offset, "r_0_" + offset, "r/t/0/" + offset, new RequestBody(Map.of(), new byte[0]));
  }
}
