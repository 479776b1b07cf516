package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.Output;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options by which an operator agrees to a plan and to its warnings before it is read. Without
 * them, shows the plan and asks.
 */
final class StartAcceptance {
  @Option(
      names = "--plan",
      paramLabel = "HASH",
      description =
          "Start the replay without asking, but only if its plan still has this hash, which"
              + " `reprise replay plan` has shown.")
  private @Nullable String planHash;

  @Option(
      names = {"-y", "--yes"},
      description =
          "Start the replay without asking for confirmation. A plan with a warning is still"
              + " refused, unless --again, --allow-empty, --allow-future or --allow-side-effects"
              + " accepts the warning.")
  private boolean yes;

  @Option(
      names = PlanWarning.ALLOW_EMPTY,
      description = "With --yes or --plan: start the replay even if its plan contains no offset.")
  private boolean allowsEmpty;

  @Option(
      names = PlanWarning.ALLOW_FUTURE,
      description =
          "With --yes or --plan: start the replay even if its range starts or ends in the future.")
  private boolean allowsFuture;

  @Option(
      names = PlanWarning.ALLOW_SIDE_EFFECTS,
      description =
          "With --yes or --plan: start the replay even if each delivered record makes another"
              + " system act, as targets of kind http do.")
  private boolean allowsSideEffects;

  @Option(
      names = PlanWarning.AGAIN,
      description =
          "With --yes or --plan: start the replay even if an earlier replay has delivered some of"
              + " its offsets into the same target. The target then gets these records again.")
  private boolean again;

  /**
   * Requires that the operator agrees to a plan and its warnings, by options or on the terminal.
   *
   * @throws CommandFailure if the operator does not agree, or there is no terminal to ask on
   */
  void require(JsonNode plan, List<PlanWarning> warnings, TimeOptions times, Output output) {
    if (!yes && planHash == null) {
      ask(plan, warnings, times, output);
    } else {
      requireAccepted(plan, warnings, output);
    }
  }

  /** Returns the hash of the plan to start. */
  String hash(JsonNode plan) {
    return planHash == null ? plan.path("hash").asText() : planHash;
  }

  /**
   * Returns the fields of the request that accept what a worker otherwise refuses. Must be called
   * after {@link #require}, by which the operator has accepted all warnings.
   */
  Set<String> fields(JsonNode plan) {
    var accepted = new HashSet<String>();
    if (again || plan.has("deliveredBefore")) {
      accepted.add("again");
    }
    if (plan.path("sideEffects").asBoolean()) {
      accepted.add("allowSideEffects");
    }
    return accepted;
  }

  /** Prints warnings. */
  static void warn(List<PlanWarning> warnings, Output output) {
    warnings.forEach(warning -> output.say("warning: " + warning.text()));
  }

  /**
   * Prints the warnings of a plan that is started without asking the operator.
   *
   * @throws CommandFailure if the operator has not given the option that accepts a warning
   */
  private void requireAccepted(JsonNode plan, List<PlanWarning> warnings, Output output) {
    for (var warning : warnings) {
      if (!accepts(warning.option())) {
        throw new CommandFailure(
            ExitCode.REFUSED,
            "the replay was not started: %s: add %s to start it nevertheless"
                .formatted(warning.text(), warning.option()));
      }
    }
    warn(warnings, output);
    PlanViews.warnings(plan).forEach(output::say);
  }

  private boolean accepts(String option) {
    return switch (option) {
      case PlanWarning.ALLOW_EMPTY -> allowsEmpty;
      case PlanWarning.ALLOW_FUTURE -> allowsFuture;
      case PlanWarning.ALLOW_SIDE_EFFECTS -> allowsSideEffects;
      default -> again;
    };
  }

  private static void ask(
      JsonNode plan, List<PlanWarning> warnings, TimeOptions times, Output output) {
    var console = System.console();
    if (console == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "this command has no terminal on which to ask whether to start the plan: add --yes, or"
              + " --plan "
              + plan.path("hash").asText());
    }
    ReplayPlanCommand.show(plan, times, output);
    warn(warnings, output);
    var question = warnings.isEmpty() ? "Start it?" : "Start it in spite of the warnings?";
    var answer = console.readLine("%n%s [y/N] ", question);
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new CommandFailure(ExitCode.REFUSED, "the replay was not started: the answer was no");
    }
  }
}
