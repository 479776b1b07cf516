package io.reprise.replay.target.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.target.TargetLoginException;
import io.reprise.replay.target.TargetRefusedException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void acceptsEverySuccess(int status) {
    assertThat(answer(status)).isEqualTo(Answer.ACCEPTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 501, 502, 503, 504, 599})
  void triesLaterWhatMaySucceedThen(int status) {
    assertThat(answer(status))
        .isEqualTo(new Answer.Later("answered with status " + status, null, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 425})
  void triesLaterWhatCanBeOfTheRecordAlone(int status) {
    assertThat(answer(status))
        .isEqualTo(new Answer.Later("answered with status " + status, null, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 402, 406, 411, 413, 415, 418, 422, 451})
  void blamesTheRecordForOtherErrorsOfTheClient(int status) {
    assertThat(answer(status))
        .isEqualTo(new Answer.Refused("the service answered with status " + status));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void blamesTheCredentials(int status) {
    assertThat(cause(status))
        .isInstanceOf(TargetLoginException.class)
        .hasMessageContaining("correct the credentials");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 410})
  void blamesTheUrl(int status) {
    assertThat(cause(status))
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("correct its url or method");
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308})
  void followsNoRedirect(int status) {
    assertThat(cause(status))
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("redirects are not followed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | PT0S",
        "7 | PT7S",
        " 7 | PT7S",
        "300 | PT5M",
        "301 | PT5M",
        "99999999999999999999 | PT5M",
        "Sat, 31 Jan 2026 12:00:09 GMT | PT9S",
        "Sat, 31 Jan 2026 14:00:00 GMT | PT5M",
        "Sat, 31 Jan 2026 11:00:00 GMT |",
        "-1 |",
        "soon |",
      })
  void readsHowLongTheServiceAsksToWaitAndBoundsIt(String header, Duration after) {
    assertThat(Answer.of("hook", 503, header, NOW))
        .isEqualTo(new Answer.Later("answered with status 503", after, false));
  }

  @Test
  void triesLaterWithoutAnAnswer() {
    assertThat(Answer.of(new CompletionException(new ConnectException("refused"))))
        .isEqualTo(new Answer.Later("did not answer (ConnectException: refused)", null, false));
    assertThat(Answer.of(new IOException()))
        .isEqualTo(new Answer.Later("did not answer (IOException)", null, false));
    assertThat(Answer.of(new TimeoutException()))
        .isEqualTo(new Answer.Later("did not answer in time", null, false));
  }

  @Test
  void anErrorOfTheProgramIsNotRepeated() {
    var defect = new IllegalStateException("x");
    assertThat(Answer.of(new CompletionException(defect))).isEqualTo(new Answer.Failed(defect));
  }

  private static Answer answer(int status) {
    return Answer.of("hook", status, null, NOW);
  }

  private static RuntimeException cause(int status) {
    return ((Answer.Failed) answer(status)).cause();
  }
}
