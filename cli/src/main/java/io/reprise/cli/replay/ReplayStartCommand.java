package io.reprise.cli.replay;

import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.argument.TimeParser;
import io.reprise.cli.command.ExitCode;
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

  @Mixin private StartAcceptance acceptance = new StartAcceptance();

  @Option(names = "--dry-run", description = "Show the plan of the replay, and start nothing.")
  private boolean dryRun;

  @Option(
      names = "--wait",
      description =
          "Show the progress of the replay until it ends. The exit code is then 0 only if the"
              + " replay completed.")
  private boolean waits;

  @Mixin private ReconnectOption reconnect = new ReconnectOption();

  @Override
  protected ExitCode run() {
    var spec = selection.spec(times, output(), worker()::targets);
    var plan = selection.plan(spec, worker()::plan);
    var warnings = PlanWarning.of(spec, plan, times.now(), times.shown());
    if (dryRun) {
      ReplayPlanCommand.show(plan, times, output());
      StartAcceptance.warn(warnings, output());
      return ExitCode.DONE;
    }
    acceptance.require(plan, warnings, times, output());
    var hash = acceptance.hash(plan);
    var accepted = acceptance.fields(plan);
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
}
