package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.argument.TimeParser;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Implements {@code reprise replay plan}. */
@Command(
    name = "plan",
    description =
        "Shows what a replay would do, and starts nothing: the window, offset ranges, number of"
            + " records, bytes, expected time, and the hash that `reprise replay start --plan`"
            + " takes.",
    footer = {"", "Times: " + TimeParser.FORMS + "."})
final class ReplayPlanCommand extends WorkerCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();
  @Mixin private TimeOptions times = new TimeOptions();

  @Override
  protected ExitCode run() {
    var spec = selection.spec(times, output(), worker()::targets);
    var plan = selection.plan(spec, worker()::plan);
    show(plan, times, output());
    PlanWarning.of(spec, plan, times.now(), times.shown())
        .forEach(warning -> output().say("warning: " + warning.text()));
    return ExitCode.DONE;
  }

  /** Prints a plan on stdout. A table shows times in the zone of {@code times}. */
  static void show(JsonNode plan, TimeOptions times, Output output) {
    var views = new PlanViews(times.shown());
    output.one(plan, views.plan());
    if (output.isTable()) {
      output.text("");
      output.list(
          plan.path("partitions"),
          output.isNarrow() ? views.narrowPartitions() : views.partitions());
      output.text("");
      plan.path("notes").forEach(note -> output.text("- " + note.asText()));
    }
  }
}
