package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.argument.TimeParser;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.io.Console;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise replay start}. */
@Command(
    name = "start",
    description =
        "Plans a replay, shows the plan, and starts the replay after you have agreed to the plan.",
    footer = {"", "Times: " + TimeParser.FORMS + "."})
final class ReplayStartCommand extends WorkerCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();
  @Mixin private TimeOptions times = new TimeOptions();

  @Option(
      names = "--plan",
      paramLabel = "HASH",
      description =
          "Start the replay without asking, but only if its plan still has this hash, which"
              + " `reprise replay plan` has shown.")
  private @Nullable String planHash;

  @Option(names = "--dry-run", description = "Show the plan of the replay, and start nothing.")
  private boolean dryRun;

  @Option(
      names = "--wait",
      description =
          "Show the progress of the replay until it ends. The exit code is then 0 only if the"
              + " replay completed.")
  private boolean waits;

  @Mixin private ReconnectOption reconnect = new ReconnectOption();

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

  @Override
  protected ExitCode run() {
    var spec = selection.spec(times, output(), worker()::targets);
    var plan = selection.plan(spec, worker()::plan);
    var warnings = PlanWarning.of(spec, plan, times.now(), times.shown());
    if (dryRun) {
      ReplayPlanCommand.show(plan, times, output());
      warn(warnings);
      return ExitCode.DONE;
    }
    if (!yes && planHash == null) {
      ask(plan, warnings);
    } else {
      requireAccepted(plan, warnings);
    }
    var hash = planHash == null ? plan.path("hash").asText() : planHash;
    // All warnings are accepted at this point: by options, or by the operator's answer.
    var accepted = new HashSet<String>();
    if (again || plan.has("deliveredBefore")) {
      accepted.add("again");
    }
    if (plan.path("sideEffects").asBoolean()) {
      accepted.add("allowSideEffects");
    }
    var started = selection.optionNames().in(() -> worker().start(spec, hash, accepted));
    boolean waitsForApproval =
        started.path("state").asText().equals(ApprovalViews.AWAITING_APPROVAL);
    if (waitsForApproval) {
      ApprovalViews.instructions(started).forEach(output()::say);
    }
    if (!waits) {
      output().one(started, ReplayViews.REPLAY);
      return ExitCode.DONE;
    }
    if (!waitsForApproval) {
      output().say("replay " + started.path("id").asText() + " was started");
    }
    return new ReplayFollower(worker(), output(), reconnect.reconnection(output()))
        .untilEnd(started);
  }

  private void warn(List<PlanWarning> warnings) {
    warnings.forEach(warning -> output().say("warning: " + warning.text()));
  }

  /**
   * Prints the warnings of a plan that is started without asking the operator.
   *
   * @throws CommandFailure if the operator has not given the option that accepts a warning
   */
  private void requireAccepted(JsonNode plan, List<PlanWarning> warnings) {
    for (var warning : warnings) {
      if (!accepts(warning.option())) {
        throw new CommandFailure(
            ExitCode.REFUSED,
            "the replay was not started: %s: add %s to start it nevertheless"
                .formatted(warning.text(), warning.option()));
      }
    }
    warn(warnings);
    PlanViews.warnings(plan).forEach(output()::say);
  }

  private boolean accepts(String option) {
    return switch (option) {
      case PlanWarning.ALLOW_EMPTY -> allowsEmpty;
      case PlanWarning.ALLOW_FUTURE -> allowsFuture;
      case PlanWarning.ALLOW_SIDE_EFFECTS -> allowsSideEffects;
      default -> again;
    };
  }

  private void ask(JsonNode plan, List<PlanWarning> warnings) {
    Console console = System.console();
    if (console == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "this command has no terminal on which to ask whether to start the plan: add --yes, or"
              + " --plan "
              + plan.path("hash").asText());
    }
    ReplayPlanCommand.show(plan, times, output());
    warn(warnings);
    var question = warnings.isEmpty() ? "Start it?" : "Start it in spite of the warnings?";
    var answer = console.readLine("%n%s [y/N] ", question);
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new CommandFailure(ExitCode.REFUSED, "the replay was not started: the answer was no");
    }
  }
}
