package io.reprise.ingest.service.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.ingest.service.publish.SendOutcome;
import io.reprise.kafka.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PendingAnswerTest {
  private static final Deadline PASSED = Deadline.after(Duration.ZERO);

  @Test
  void returnsTheAnswersInTheOrderOfTheEvents() {
    var pending = List.<PendingAnswer>of(stored(7), stored(3), stored(5));

    var answers = PendingAnswer.awaitAll(pending, Deadline.after(Duration.ofSeconds(10)));

    assertThat(answers).containsExactly(answer(7), answer(3), answer(5));
  }

  @Test
  void waitsForTheLastEventFirst() {
    var waited = new ArrayList<Long>();
    var pending = List.of(noting(1, waited), noting(2, waited), noting(3, waited));

    PendingAnswer.awaitAll(pending, Deadline.after(Duration.ofSeconds(10)));

    assertThat(waited).containsExactly(3L, 2L, 1L);
  }

  @Test
  void returnsWhatIsKnownWhenTheDeadlineHasPassed() {
    var silent = new PendingAnswer.OfSend(new CompletableFuture<>(), false);

    var answers = PendingAnswer.awaitAll(List.of(stored(1), silent, stored(2), silent), PASSED);

    assertThat(answers.get(0)).isEqualTo(answer(1));
    assertThat(answers.get(1)).isInstanceOf(EventAnswer.Unknown.class);
    assertThat(answers.get(2)).isEqualTo(answer(2));
    assertThat(answers.get(3)).isInstanceOf(EventAnswer.Unknown.class);
  }

  private static PendingAnswer stored(long offset) {
    return new PendingAnswer.OfSend(
        CompletableFuture.completedFuture(new SendOutcome.Stored(0, offset, 0)), false);
  }

  private static PendingAnswer noting(long offset, List<Long> waited) {
    var outcome =
        new CompletableFuture<SendOutcome>() {
          @Override
          public SendOutcome get(long timeout, TimeUnit unit)
              throws InterruptedException, ExecutionException, TimeoutException {
            waited.add(offset);
            return super.get(timeout, unit);
          }
        };
    outcome.complete(new SendOutcome.Stored(0, offset, 0));
    return new PendingAnswer.OfSend(outcome, false);
  }

  private static EventAnswer answer(long offset) {
    return new EventAnswer.Stored(0, offset, false);
  }
}
