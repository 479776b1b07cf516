package io.reprise.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.access.Action;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that select action records. A record must match each option that is given. */
final class ActionFilter {
  private static final List<String> ACTIONS =
      Stream.of(Action.values()).map(Action::toString).toList();
  private static final List<String> OUTCOMES = List.of("carried-out", "not-carried-out", "refused");

  @Option(
      names = "--who",
      paramLabel = "PRINCIPAL",
      description =
          "Select only what this principal did. Give the option again for each further one; unknown"
              + " stands for callers whom the service did not know (default: everybody).")
  private List<String> principals = List.of();

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description =
          "Select only requests that need this action: observe, view, read, publish, operate,"
              + " approve or administer. Give the option again for each further one (default: all"
              + " actions).")
  private List<String> actions = List.of();

  @Option(
      names = "--outcome",
      paramLabel = "OUTCOME",
      description =
          "Select only requests with this outcome: carried-out, not-carried-out or refused. Give"
              + " the option again for each further one (default: all outcomes).")
  private List<String> outcomes = List.of();

  @Option(
      names = "--on",
      paramLabel = "NAME",
      description = "Select only requests that act on this topic or target (default: all).")
  private List<String> resources = List.of();

  /**
   * Refuses the name of an action or an outcome that does not exist, for which nothing would match.
   *
   * @throws CommandFailure with the exit code for a wrong command line
   */
  void requireKnownNames() {
    requireKnown("--action", actions, ACTIONS);
    requireKnown("--outcome", outcomes, OUTCOMES);
  }

  private static void requireKnown(String option, List<String> given, List<String> known) {
    for (var one : given) {
      if (!known.contains(one)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "%s '%s': give one of %s".formatted(option, one, String.join(", ", known)));
      }
    }
  }

  boolean matches(JsonNode action) {
    return matches(principals, ActionRecords.principal(action))
        && matches(actions, action.path("action").asText())
        && matches(outcomes, ActionRecords.outcome(action))
        && (resources.isEmpty()
            || resources.contains(action.path("topic").asText())
            || resources.contains(action.path("target").asText()));
  }

  private static boolean matches(List<String> wanted, String value) {
    return wanted.isEmpty() || wanted.contains(value);
  }
}
