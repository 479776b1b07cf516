package io.reprise.replay.target.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.failure.Failure;
import io.reprise.replay.target.TargetLoginException;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class ClusterErrorsTest {
  private final ClusterErrors errors = new ClusterErrors("other");

  @Test
  void namesTheTargetAndWhatToDo() {
    assertThat(errors.of(new SaslAuthenticationException("wrong password")))
        .isInstanceOf(TargetLoginException.class)
        .hasMessageContaining("target 'other'")
        .hasMessageContaining("correct the target's properties");
    assertThat(errors.of(wrapped(new TopicAuthorizationException("orders"))))
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("transactional ids with the prefix 'reprise-remote-'");
  }

  @Test
  void aClusterThatDoesNotAnswerIsWaitedFor() {
    var noBootstrap = new ConfigException("No resolvable bootstrap urls given in the setting");
    for (var error : new RuntimeException[] {new TimeoutException("t"), wrapped(noBootstrap)}) {
      assertThat(errors.of(error)).isInstanceOf(TargetUnavailableException.class);
      assertThat(Failure.of(errors.of(error))).isInstanceOf(Failure.Transient.class);
    }
  }

  @Test
  void anErrorOfARecordStaysOne() {
    assertThat(Failure.of(errors.of(wrapped(new RecordTooLargeException("large")))))
        .isInstanceOf(Failure.OfRecord.class);
  }

  @Test
  void aFencedProducerIsFound() {
    assertThat(ClusterErrors.isFenced(new ProducerFencedException("fenced"))).isTrue();
    assertThat(ClusterErrors.isFenced(wrapped(new InvalidProducerEpochException("old")))).isTrue();
    assertThat(ClusterErrors.isFenced(new TimeoutException("t"))).isFalse();
  }

  private static KafkaException wrapped(RuntimeException cause) {
    return new KafkaException("Cannot execute transactional method", cause);
  }
}
