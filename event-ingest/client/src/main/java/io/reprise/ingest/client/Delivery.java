package io.reprise.ingest.client;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way. What fails before the producer has taken the record over fails on the
 * thread that publishes, and then nothing was sent; what fails later fails on the producer's own
 * thread, and then only the broker's own refusals are certain.
 */
final class Delivery implements Callback {
  /** With these the broker refuses a batch before it appends any of it. */
  private static final Set<Class<? extends RuntimeException>> REFUSALS =
      Set.of(
          AuthorizationException.class,
          InvalidRecordException.class,
          InvalidTimestampException.class,
          InvalidTopicException.class,
          PolicyViolationException.class,
          RecordTooLargeException.class,
          UnsupportedForMessageFormatException.class);

  private final String topic;
  private final Thread publishing = Thread.currentThread();
  private final CompletableFuture<EventPosition> position = new CompletableFuture<>();

  Delivery(String topic) {
    this.topic = topic;
  }

  CompletableFuture<EventPosition> position() {
    return position;
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
    if (failure == null && metadata != null) {
      position.complete(new EventPosition(topic, metadata.partition(), metadata.offset()));
    } else if (failure != null) {
      fail(failure);
    }
  }

  /** Ends it with what {@code send} threw, or told its callback. */
  void fail(Exception failure) {
    position.completeExceptionally(
        Thread.currentThread() == publishing || isRefusal(failure)
            ? rejected(failure)
            : new OutcomeUnknownException(
                "topic '%s' may hold the event, or not: %s".formatted(topic, failure.getMessage()),
                failure));
  }

  private EventRejectedException rejected(Exception failure) {
    var reason = "topic '%s' did not take the event: %s".formatted(topic, failure.getMessage());
    return failure instanceof RetriableException || failure instanceof InterruptException
        ? EventRejectedException.forNow(reason, failure)
        : EventRejectedException.forGood(reason, failure);
  }

  private static boolean isRefusal(Exception failure) {
    return REFUSALS.stream().anyMatch(refusal -> refusal.isInstance(failure));
  }
}
