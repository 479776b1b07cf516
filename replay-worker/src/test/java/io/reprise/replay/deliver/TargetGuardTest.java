package io.reprise.replay.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.Samples;
import io.reprise.replay.failure.Failure;
import io.reprise.replay.failure.ShardFailedException;
import io.reprise.replay.plan.TargetTopic;
import io.reprise.replay.spec.Throttle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class TargetGuardTest {
  private static final TargetTopic COPIES = new TargetTopic("copies", "first");

  @Test
  void acceptsThePlannedTopic() {
    assertThatCode(() -> check(COPIES, 3, id("first"))).doesNotThrowAnyException();
  }

  @Test
  void topicThatWasCreatedAgainIsAPermanentFailure() {
    assertThatThrownBy(() -> check(COPIES, 3, id("second"), id("second")))
        .isInstanceOf(ShardFailedException.class)
        .hasMessage(
            "target topic 'copies' was deleted and created again since the plan: of 3 delivered"
                + " records, those in the deleted topic are gone; start a new replay");
    assertThatThrownBy(() -> check(COPIES, 0, id("second"), id("second")))
        .hasMessage(
            "target topic 'copies' was deleted and created again since the plan: start a new"
                + " replay");
  }

  @Test
  void topicThatWasDeletedIsAPermanentFailure() {
    assertThatThrownBy(() -> check(COPIES, 3, unknown(), unknown()))
        .isInstanceOf(ShardFailedException.class)
        .hasMessage(
            "target topic 'copies' was deleted since the plan, and with it 3 delivered records:"
                + " start a new replay");
    assertThatThrownBy(() -> check(COPIES, 0, unknown(), unknown()))
        .hasMessage("target topic 'copies' was deleted since the plan: start a new replay");
  }

  @Test
  void answersThatContradictEachOtherAreAskedAgain() {
    assertThatThrownBy(() -> check(COPIES, 3, unknown(), id("first")))
        .isInstanceOf(KafkaException.class)
        .satisfies(e -> assertThat(Failure.of(e)).isInstanceOf(Failure.Transient.class));
  }

  @Test
  void missingAnswerIsNoFailureOfTheShard() {
    var late = CompletableFuture.<String>failedStage(new TimeoutException("late"));

    assertThatThrownBy(() -> check(COPIES, 3, late))
        .satisfies(e -> assertThat(Failure.of(e)).isInstanceOf(Failure.Transient.class));
  }

  @Test
  void planThatNamesNoTargetTopicIsNotChecked() {
    assertThatCode(() -> check(null, 3)).doesNotThrowAnyException();
  }

  /** Asks as often as there are answers. */
  @SafeVarargs
  private static void check(
      TargetTopic planned, long delivered, CompletionStage<String>... answers) {
    Deque<CompletionStage<String>> left = new ArrayDeque<>(List.of(answers));
    var plan = Samples.into(planned, Samples.plan(1, Throttle.NONE));
    var guard = new TargetGuard(topic -> left.remove(), plan, new NoTime());

    guard.requireSame(guard.askIdentity(), delivered);

    assertThat(guard.hasTopic()).isEqualTo(planned != null);
    assertThat(left).isEmpty();
  }

  private static CompletionStage<String> id(String id) {
    return CompletableFuture.completedStage(id);
  }

  private static CompletionStage<String> unknown() {
    return CompletableFuture.failedStage(new UnknownTopicOrPartitionException("unknown"));
  }

  /** A ticker whose waits end at once. */
  private record NoTime() implements Ticker {
    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public void sleep(Duration time) {}
  }
}
