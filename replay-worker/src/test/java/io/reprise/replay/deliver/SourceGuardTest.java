package io.reprise.replay.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.Samples;
import io.reprise.replay.failure.Failure;
import io.reprise.replay.failure.ShardFailedException;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.Throttle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class SourceGuardTest {
  private static final Plan PLAN = Samples.plan(1, Throttle.NONE);
  private static final String TOPIC = PLAN.spec().source().topic();

  @Test
  void acceptsThePlannedTopic() {
    assertThatCode(() -> check(id(PLAN.topicId()))).doesNotThrowAnyException();
  }

  @Test
  void deletedTopicIsAPermanentFailure() {
    assertThatThrownBy(() -> check(unknown(), unknown()))
        .isInstanceOf(ShardFailedException.class)
        .hasMessage("topic '" + TOPIC + "' was deleted: nothing is left to read");
  }

  @Test
  void topicThatWasCreatedAgainIsAPermanentFailure() {
    assertThatThrownBy(() -> check(id("another"), id("another")))
        .isInstanceOf(ShardFailedException.class)
        .hasMessage(
            "topic '" + TOPIC + "' was deleted and created again since the plan: make a new plan");
  }

  @Test
  void answersThatContradictEachOtherAreAskedAgain() {
    assertThatThrownBy(() -> check(unknown(), id(PLAN.topicId())))
        .isInstanceOf(KafkaException.class)
        .satisfies(e -> assertThat(Failure.of(e)).isInstanceOf(Failure.Transient.class));
  }

  /** Asks as often as there are answers. */
  @SafeVarargs
  private static void check(CompletionStage<String>... answers) {
    Deque<CompletionStage<String>> left = new ArrayDeque<>(List.of(answers));
    var guard = new SourceGuard(topic -> left.remove(), PLAN, new NoTime());

    guard.requireSame(guard.askIdentity());

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
