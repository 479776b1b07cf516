package io.reprise.ingest.service.answer;

import io.reprise.ingest.service.publish.SendOutcome;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What will be said of an event. */
public sealed interface PendingAnswer {
  /** The status of an answer that holds for all events. */
  int UNREACHABLE = 503;

  /**
   * Waits for it.
   *
   * @param deadlineNanos on the clock of {@link System#nanoTime()}; then it is said to be unknown
   */
  EventAnswer await(long deadlineNanos);

  /** Its answer, if that is already that Kafka cannot be reached. */
  default Optional<EventAnswer> unreachable() {
    return Optional.empty();
  }

  /** It is known. */
  record Given(EventAnswer answer) implements PendingAnswer {
    @Override
    public EventAnswer await(long deadlineNanos) {
      return answer;
    }
  }

  /**
   * It is what becomes of a send.
   *
   * @param duplicate whether another event's, of the same id
   */
  record OfSend(CompletableFuture<SendOutcome> outcome, boolean duplicate)
      implements PendingAnswer {
    @Override
    public EventAnswer await(long deadlineNanos) {
      try {
        long left = Math.max(0, deadlineNanos - System.nanoTime());
        return answer(outcome.get(left, TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        return EventAnswer.Unknown.because("Kafka has not acknowledged it in time");
      } catch (ExecutionException e) {
        return EventAnswer.Unknown.because(String.valueOf(e.getCause()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return EventAnswer.Unknown.because("this service is stopping");
      }
    }

    @Override
    public Optional<EventAnswer> unreachable() {
      return outcome.getNow(null) instanceof SendOutcome.Rejected rejected
              && rejected.problem().status() == UNREACHABLE
          ? Optional.of(new EventAnswer.Rejected(rejected.problem()))
          : Optional.empty();
    }

    private EventAnswer answer(SendOutcome known) {
      if (known instanceof SendOutcome.Stored stored) {
        return new EventAnswer.Stored(stored.partition(), stored.offset(), duplicate);
      }
      return known instanceof SendOutcome.Rejected rejected
          ? new EventAnswer.Rejected(rejected.problem())
          : EventAnswer.Unknown.because(((SendOutcome.Unknown) known).cause());
    }
  }
}
