package io.reprise.replay.http;

import io.reprise.replay.state.ReplayState;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import io.reprise.runtime.json.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The words for states, as people type them. */
final class ReplayStates {
  private static final List<String> WORDS =
      Stream.of(
              new ReplayState.Planned(),
              new ReplayState.Running(),
              new ReplayState.Pausing(),
              new ReplayState.Paused(),
              new ReplayState.Cancelling(),
              new ReplayState.Cancelled(),
              new ReplayState.Failing(""),
              new ReplayState.Failed(""),
              new ReplayState.Completed(),
              new ReplayState.CompletedWithParked())
          .map(ReplayState::word)
          .toList();

  private ReplayStates() {}

  static String named(String typed) {
    var word = typed.strip().toUpperCase(Locale.ROOT);
    if (!WORDS.contains(word)) {
      throw new ProblemException(
          Problem.of(
              400,
              "unknown-state",
              "Unknown state",
              "state '" + typed + "' is unknown" + Suggestion.among(word, WORDS)));
    }
    return word;
  }
}
