package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
            + " takes. If the replay has a filter, estimates how many records the filter selects."
            + " If it changes data, shows some records before and after.",
    footer = {"", "Times: " + TimeParser.FORMS + "."})
final class ReplayPlanCommand extends WorkerCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();
  @Mixin private TimeOptions times = new TimeOptions();
  @Mixin private SampleOption sample = new SampleOption();

  @Override
  protected ExitCode run() {
    var spec = selection.spec(times, output(), worker()::targets);
    var plan = selection.plan(spec, worker()::plan);
    var found = sample.of(spec, plan, worker(), output());
    if (!output().isTable() && plan instanceof ObjectNode document && found != null) {
      document.set("sample", found);
    }
    show(plan, times, output());
    if (found != null) {
      new SampleViews(times.shown()).show(found, output());
    }
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
