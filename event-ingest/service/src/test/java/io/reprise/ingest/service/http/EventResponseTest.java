package io.reprise.ingest.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.ingest.service.answer.EventAnswer;
import io.reprise.ingest.service.refusal.Refusal;
import io.reprise.runtime.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventResponseTest {
  private static final EventAnswer STORED = new EventAnswer.Stored(1, 42, false);
  private static final EventAnswer DUPLICATE = new EventAnswer.Stored(1, 42, true);
  private static final EventAnswer REJECTED =
      new EventAnswer.Rejected(new Refusal(Refusal.Reason.NO_SCHEMA, "no good"));
  private static final EventAnswer UNKNOWN = new EventAnswer.Unknown("no answer");

  private static String body(EventResponse answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void oneEventIsCreatedOrWasThereAlready() {
    assertThat(EventResponse.to(STORED).status()).isEqualTo(201);
    assertThat(EventResponse.to(DUPLICATE).status()).isEqualTo(200);
    assertThat(body(EventResponse.to(DUPLICATE)))
        .isEqualTo("{\"status\":\"stored\",\"partition\":1,\"offset\":42,\"duplicate\":true}");
  }

  @Test
  void oneEventThatIsNotStoredIsAProblem() {
    assertThatThrownBy(() -> EventResponse.to(REJECTED)).hasMessage("no good");
    assertThatThrownBy(() -> EventResponse.to(UNKNOWN))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(503);
              assertThat(e.headers()).containsEntry("Retry-After", "1");
            });
  }

  @Test
  void aBatchIsAnsweredInOrder() {
    var answer = EventResponse.to(List.of(STORED, REJECTED));

    assertThat(answer.status()).isEqualTo(207);
    assertThat(body(answer))
        .isEqualTo(
            "[{\"status\":\"stored\",\"partition\":1,\"offset\":42,\"duplicate\":false},"
                + "{\"status\":\"rejected\",\"problem\":{\"type\":\"urn:reprise:problem:no-schema\",\"title\":\"No"
                + " schema\",\"status\":422,\"detail\":\"no good\"}}]");
  }

  @Test
  void aBatchIsASuccessOnlyWhenNothingHelpsByBeingSentAgain() {
    assertThat(EventResponse.to(List.of()).status()).isEqualTo(200);
    assertThat(EventResponse.to(List.of(STORED, DUPLICATE)).status()).isEqualTo(200);
    assertThat(EventResponse.to(List.of(REJECTED, REJECTED)).status()).isEqualTo(422);
    assertThat(EventResponse.to(List.of(STORED, UNKNOWN, REJECTED)).status()).isEqualTo(503);
    assertThat(
            EventResponse.to(List.of(STORED, EventAnswer.Rejected.idsFull("t", 3, 3, 3, 1)))
                .status())
        .isEqualTo(429);
    assertThat(EventResponse.to(List.of(STORED, UNKNOWN)).isRetriable()).isTrue();
    assertThat(body(EventResponse.to(List.of(STORED, UNKNOWN))))
        .contains("\"results\":[{\"status\":\"stored\"", "{\"status\":\"unknown\"");
  }
}
