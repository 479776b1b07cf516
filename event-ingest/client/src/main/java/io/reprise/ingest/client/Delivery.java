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
 * Turns the result of one send into a position, an {@link EventRejectedException} or an {@link
 * OutcomeUnknownException}. Which of the two exceptions reports a failure depends on when and on
 * which thread the failure is reported:
 *
 * <ul>
 *   <li>The failure is reported on the publishing thread before {@code send} has returned: the
 *       producer has not accepted the record. Nothing was sent, and the event is rejected.
 *   <li>The failure is reported on any other thread, or after {@code send} has returned: the record
 *       may have been sent. The event is rejected only if the error is one of {@link #REFUSALS}.
 *       After any other error the outcome is unknown.
 * </ul>
 *
 * <p>Neither the thread nor the time decides alone. An application may publish from a completion
 * callback: the publishing thread is then the producer's I/O thread, which also reports failures
 * after {@code send} has returned, such as timeouts. And the I/O thread may report the failure of a
 * sent record before {@code send} has returned on the publishing thread.
 */
final class Delivery implements Callback {
  /**
   * Errors with which a broker refuses a batch of records before it appends any record of the
   * batch.
   */
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

  /** The thread that is calling {@code send}; null as soon as {@code send} has returned. */
  private volatile @Nullable Thread sending = Thread.currentThread();

  private final CompletableFuture<EventPosition> position = new CompletableFuture<>();

  Delivery(String topic) {
    this.topic = topic;
  }

  /** Notes that {@code send} has returned. Called by the publishing thread. */
  void sendReturned() {
    sending = null;
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

  /**
   * Fails the future of the event. {@code failure} was either thrown by {@code send}, or passed to
   * the callback by the producer. If {@code send} threw it, {@link #sendReturned} was not called.
   */
  void fail(Exception failure) {
    position.completeExceptionally(
        Thread.currentThread() == sending || isRefusal(failure)
            ? rejected(failure)
            : new OutcomeUnknownException(
                "topic '%s' may hold the event, or not: %s".formatted(topic, failure.getMessage()),
                failure));
  }

  private EventRejectedException rejected(Exception failure) {
    var reason = "topic '%s' did not store the event: %s".formatted(topic, failure.getMessage());
    return failure instanceof RetriableException || failure instanceof InterruptException
        ? EventRejectedException.forNow(reason, failure)
        : EventRejectedException.forGood(reason, failure);
  }

  private static boolean isRefusal(Exception failure) {
    return REFUSALS.stream().anyMatch(refusal -> refusal.isInstance(failure));
  }
}
