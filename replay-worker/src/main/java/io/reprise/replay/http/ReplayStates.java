package io.reprise.replay.http;

import io.reprise.replay.state.ReplayState;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import io.reprise.runtime.json.Suggestion;
import java.util.Locale;

/** Reads the name of a replay state from a request. */
final class ReplayStates {
  private ReplayStates() {}

  /**
   * Returns the upper-case name of the state that the request names.
   *
   * @throws ProblemException answered 400 when no state has this name
   */
  static String parse(String typed) {
    var name = typed.strip().toUpperCase(Locale.ROOT);
    if (!ReplayState.NAMES.contains(name)) {
      throw new ProblemException(
          Problem.of(
              400,
              "unknown-state",
              "Unknown state",
              "state '" + typed + "' is unknown" + Suggestion.among(name, ReplayState.NAMES)));
    }
    return name;
  }
}
