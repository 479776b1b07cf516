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

/** {@code reprise replay start}. */
@Command(
    name = "start",
    description = "Plans a replay, shows the plan, and starts it once you agree.")
final class ReplayStartCommand extends WorkerCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(
      names = "--plan",
      paramLabel = "HASH",
      description = "start only this plan, as `replay plan` showed it; no question is asked")
  private @Nullable String planHash;

  @Option(names = "--dry-run", description = "show the plan and start nothing")
  private boolean dryRun;

  @Option(names = "--wait", description = "return when the replay has ended")
  private boolean waits;

  @Option(
      names = {"-y", "--yes"},
      description = "do not ask")
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
      output().one(started, ReplayViews.SUMMARY);
      return ExitCode.DONE;
    }
    output().say("replay " + started.path("id").asText() + " is running");
    return new ReplayFollower(worker(), output()).untilEnd(started.path("id").asText());
  }

  private void ask(JsonNode plan) {
    Console console = System.console();
    if (console == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "nobody can be asked whether to start this plan: add --yes, or --plan "
              + plan.path("hash").asText());
    }
    ReplayPlanCommand.show(plan, output());
    var answer = console.readLine("%nStart it? [y/N] ");
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new CommandFailure(ExitCode.REFUSED, "not started");
    }
  }
}
