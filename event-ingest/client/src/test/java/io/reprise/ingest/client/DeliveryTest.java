package io.reprise.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeliveryTest {
  static Stream<Exception> leavesDoubt() {
    return Stream.of(
        new TimeoutException("expired"),
        new NetworkException("gone"),
        new NotEnoughReplicasAfterAppendException("appended"),
        new OutOfOrderSequenceException("lost"),
        new KafkaException("closed forcefully"));
  }

  @ParameterizedTest
  @MethodSource("leavesDoubt")
  void whatFailsOnItsWayMayBeStored(Exception failure) {
    assertThat(causeOnTheProducersThread(failure))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("'orders'")
        .hasCause(failure);
  }

  static Stream<Exception> refusals() {
    return Stream.of(
        new RecordTooLargeException("2 MB"),
        new InvalidRecordException("no key"),
        new TopicAuthorizationException("orders"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatTheBrokerRefusesIsNotStored(Exception failure) {
    assertThat(causeOnTheProducersThread(failure))
        .isInstanceOfSatisfying(
            EventRejectedException.class, e -> assertThat(e.isRetriable()).isFalse());
  }

  @Test
  void whatWasNeverHandedOverIsNotStoredAndMayBeTriedAgain() {
    for (var failure :
        new Exception[] {new TimeoutException("x"), new BufferExhaustedException("x")}) {
      var delivery = new Delivery("orders");

      delivery.onCompletion(null, failure);

      assertThat(cause(delivery.position()))
          .isInstanceOfSatisfying(
              EventRejectedException.class, e -> assertThat(e.isRetriable()).isTrue());
    }
  }

  @Test
  void whatFailsAfterSendHasReturnedMayBeStoredOnWhicheverThreadThisIsReported() {
    var failure = new TimeoutException("expired");
    var delivery = new Delivery("orders");
    delivery.sendReturned();

    delivery.onCompletion(null, failure);

    assertThat(cause(delivery.position()))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasCause(failure);
  }

  private static Throwable causeOnTheProducersThread(Exception failure) {
    var delivery = new Delivery("orders");
    CompletableFuture.runAsync(() -> delivery.onCompletion(null, failure)).join();
    return cause(delivery.position());
  }

  private static Throwable cause(CompletableFuture<EventPosition> position) {
    try {
      throw new AssertionError("stored at " + position.join());
    } catch (CompletionException e) {
      return e.getCause();
    }
  }
}
