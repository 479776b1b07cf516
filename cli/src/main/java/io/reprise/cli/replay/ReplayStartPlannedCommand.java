package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.util.HashSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise replay start-planned}. */
@Command(
    name = "start-planned",
    description =
        "Starts a replay that is PLANNED, such as one that an agent has proposed through `reprise"
            + " mcp`. Shows its plan, and starts the replay after you have agreed to the plan.")
final class ReplayStartPlannedCommand extends ReplayIdCommand {
  @Mixin private TimeOptions times = new TimeOptions();

  @Option(
      names = "--plan",
      paramLabel = "HASH",
      description =
          "Start the replay without asking, but only if its plan has this hash, which `reprise"
              + " replay describe` shows.")
  private @Nullable String planHash;

  @Option(
      names = {"-y", "--yes"},
      description = "Start the replay without asking for confirmation.")
  private boolean yes;

  @Option(
      names = PlanWarning.AGAIN,
      description =
          "Start the replay even if an earlier replay has delivered some of its offsets into the"
              + " same target. The target then gets these records again.")
  private boolean again;

  @Option(
      names = PlanWarning.ALLOW_SIDE_EFFECTS,
      description =
          "Start the replay even if each delivered record makes another system act, as targets of"
              + " kind http do.")
  private boolean allowsSideEffects;

  @Override
  protected ExitCode run() {
    var replay = worker().replay(id());
    requirePlanned(replay.path("summary"));
    if (!yes && planHash == null) {
      ask(replay);
    }
    var hash = planHash == null ? replay.at("/plan/hash").asText() : planHash;
    var accepted = new HashSet<String>();
    if (again) {
      accepted.add("again");
    }
    if (allowsSideEffects) {
      accepted.add("allowSideEffects");
    }
    var started = worker().startPlanned(id(), hash, accepted);
    ApprovalViews.instructionsIfAwaited(started).forEach(output()::say);
    output().one(started, ReplayViews.REPLAY);
    return ExitCode.DONE;
  }

  /** The worker refuses another state too, but only after the operator has read the plan. */
  private void requirePlanned(JsonNode summary) {
    var state = summary.path("state").asText();
    if (!state.equals("PLANNED")) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "replay %s is %s: only a PLANNED replay can be started".formatted(id(), state));
    }
  }

  private void ask(JsonNode replay) {
    var console = System.console();
    var hash = replay.at("/plan/hash").asText();
    if (console == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "this command has no terminal on which to ask whether to start the plan: add --yes, or"
              + " --plan "
              + hash);
    }
    ReplayPlanCommand.show(replay.path("plan"), times, output());
    output().say("reason: " + replay.at("/summary/reason").asText());
    var answer = console.readLine("%nStart it? [y/N] ");
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new CommandFailure(ExitCode.REFUSED, "the replay was not started: the answer was no");
    }
  }
}
