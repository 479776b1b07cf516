package io.reprise.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaAnswerTest {
  private static final Duration LIMIT = Duration.ofMillis(5);

  private final CompletableFuture<String> pending = new CompletableFuture<>();

  @AfterEach
  void clearFlag() {
    Thread.interrupted();
  }

  @Test
  void returnsTheAnswer() {
    pending.complete("answer");

    assertThat(KafkaAnswer.of(pending)).isEqualTo("answer");
    assertThat(KafkaAnswer.of(pending, LIMIT)).isEqualTo("answer");
  }

  @Test
  void throwsTheClientsErrorItself() {
    var error = new TopicExistsException("orders");
    pending.completeExceptionally(error);

    assertThatThrownBy(() -> KafkaAnswer.of(pending)).isSameAs(error);
    assertThatThrownBy(() -> KafkaAnswer.of(pending, LIMIT)).isSameAs(error);
  }

  @Test
  void wrapsACheckedError() {
    pending.completeExceptionally(new IOException("disk"));

    assertThatThrownBy(() -> KafkaAnswer.of(pending))
        .isInstanceOf(KafkaException.class)
        .hasRootCauseMessage("disk");
  }

  @Test
  void throwsKafkasTimeoutWhenNoAnswerArrivesInTime() {
    assertThatThrownBy(() -> KafkaAnswer.of(pending, LIMIT))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("no answer within 5 ms");
  }

  @Test
  void keepsTheInterruptFlag() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> KafkaAnswer.of(pending)).isInstanceOf(InterruptException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }
}
