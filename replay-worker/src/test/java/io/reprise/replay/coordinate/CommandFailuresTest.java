package io.reprise.replay.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.journal.StaleControlException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows guarantee 7 of docs/liveness.md. */
class CommandFailuresTest {
  private static final long OFFSET = 7;

  private final CommandFailures failures = new CommandFailures();

  @Test
  void refusesACommandWhoseRecordKafkaRefusesInThreeAttempts() {
    var failure = new KafkaException("in an error state", new RecordTooLargeException("9 MB"));

    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(failures.mustRefuse(OFFSET)).isFalse();
      assertThat(failures.count(OFFSET, failure)).isTrue();
    }

    assertThat(failures.mustRefuse(OFFSET)).isTrue();
    assertThat(failures.reason())
        .isEqualTo("the command could not be applied in 3 attempts: RecordTooLargeException: 9 MB");
  }

  @Test
  void countsAnErrorOfThisProgramToo() {
    assertThat(failures.count(OFFSET, new IllegalStateException("illegal event"))).isTrue();
  }

  @Test
  void countsEachCommandOnItsOwn() {
    for (int attempt = 1; attempt <= 3; attempt++) {
      failures.count(OFFSET, new NullPointerException());
    }

    assertThat(failures.mustRefuse(OFFSET + 1)).isFalse();
    failures.count(OFFSET + 1, new NullPointerException());
    assertThat(failures.mustRefuse(OFFSET + 1)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("passingFailures")
  void neverRefusesACommandForWhatIsNotItsOwnFault(RuntimeException failure) {
    for (int attempt = 1; attempt <= 10; attempt++) {
      assertThat(failures.count(OFFSET, failure)).isFalse();
    }
    assertThat(failures.mustRefuse(OFFSET)).isFalse();
  }

  static RuntimeException[] passingFailures() {
    return new RuntimeException[] {
      new TimeoutException("no answer"),
      new ProducerFencedException("fenced"),
      new KafkaException("in an error state", new TopicAuthorizationException("no right")),
      new CommitFailedException(),
      new StaleControlException("not read in time"),
      new CommandSource.NotAssignedException(new IllegalStateException("revoked"))
    };
  }
}
