package io.reprise.ingest.service.answer;

import io.reprise.ingest.service.publish.SendOutcome;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The answer to one event. The answer may still depend on the outcome of a send to Kafka. */
public sealed interface PendingAnswer {
  /**
   * Waits for the answer.
   *
   * @param deadline the moment after which this method no longer waits: the returned answer then
   *     says that the outcome is unknown
   */
  EventAnswer await(Deadline deadline);

  /**
   * Waits for the answers to all events of a request. Returns the answers in the order of {@code
   * pending}.
   *
   * <p>Waits for the last event first. Kafka acknowledges the events of a partition in the order in
   * which they were sent, so most of the other answers are known when the last one is known. The
   * thread is thus woken about once per partition, and not once per event.
   *
   * @param deadline the moment after which this method no longer waits: an answer that is not known
   *     by then says that the outcome is unknown
   */
  static List<EventAnswer> awaitAll(List<PendingAnswer> pending, Deadline deadline) {
    var answers = new EventAnswer[pending.size()];
    for (int i = answers.length - 1; i >= 0; i--) {
      answers[i] = pending.get(i).await(deadline);
    }
    return List.of(answers);
  }

  /**
   * Returns the answer if it is already known and every other event of the request would get the
   * same answer; otherwise empty.
   */
  default Optional<EventAnswer> answerForAll() {
    return Optional.empty();
  }

  /** An answer that is already known. */
  record Given(EventAnswer answer) implements PendingAnswer {
    @Override
    public EventAnswer await(Deadline deadline) {
      return answer;
    }
  }

  /**
   * An answer that follows from the outcome of a send.
   *
   * @param duplicate whether the send belongs to an earlier event with the same id
   */
  record OfSend(CompletableFuture<SendOutcome> outcome, boolean duplicate)
      implements PendingAnswer {
    @Override
    public EventAnswer await(Deadline deadline) {
      return Interruption.getOr(
          () -> {
            try {
              return answer(outcome.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
              return new EventAnswer.Unknown("Kafka has not acknowledged the event in time");
            } catch (ExecutionException e) {
              return new EventAnswer.Unknown(String.valueOf(e.getCause()));
            }
          },
          interrupted -> new EventAnswer.Unknown("this service is stopping"));
    }

    @Override
    public Optional<EventAnswer> answerForAll() {
      return outcome.getNow(null) instanceof SendOutcome.Rejected rejected
              && rejected.refusal().reason().holdsForAllEvents()
          ? Optional.of(new EventAnswer.Rejected(rejected.refusal()))
          : Optional.empty();
    }

    private EventAnswer answer(SendOutcome known) {
      if (known instanceof SendOutcome.Stored stored) {
        return new EventAnswer.Stored(stored.partition(), stored.offset(), duplicate);
      }
      return known instanceof SendOutcome.Rejected rejected
          ? new EventAnswer.Rejected(rejected.refusal())
          : new EventAnswer.Unknown(((SendOutcome.Unknown) known).cause());
    }
  }
}
