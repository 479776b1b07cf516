package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.io.Console;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise replay start}. */
@Command(
    name = "start",
    description =
        "Plans a replay, shows the plan, and starts the replay after you have agreed to the plan.")
final class ReplayStartCommand extends WorkerCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();

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

  @Option(
      names = {"-y", "--yes"},
      description = "Start the replay without asking for agreement.")
  private boolean yes;

  @Override
  protected ExitCode run() {
    var spec = selection.spec();
    var plan = worker().plan(spec);
    if (dryRun) {
      ReplayPlanCommand.show(plan, output());
      return ExitCode.DONE;
    }
    if (!yes && planHash == null) {
      ask(plan);
    }
    var started = worker().start(spec, planHash == null ? plan.path("hash").asText() : planHash);
    if (!waits) {
      output().one(started, ReplayViews.REPLAY);
      return ExitCode.DONE;
    }
    output().say("replay " + started.path("id").asText() + " was started");
    return new ReplayFollower(worker(), output()).untilEnd(started.path("id").asText());
  }

  private void ask(JsonNode plan) {
    Console console = System.console();
    if (console == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "this command has no terminal on which to ask whether to start the plan: add --yes, or"
              + " --plan "
              + plan.path("hash").asText());
    }
    ReplayPlanCommand.show(plan, output());
    var answer = console.readLine("%nStart it? [y/N] ");
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new CommandFailure(ExitCode.REFUSED, "the replay was not started: the answer was no");
    }
  }
}
