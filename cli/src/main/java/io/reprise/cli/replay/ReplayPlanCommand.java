package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Implements {@code reprise replay plan}. */
@Command(
    name = "plan",
    description =
        "Shows what a replay would do, and starts nothing: offset ranges, number of records,"
            + " bytes, expected time, and the hash that `reprise replay start --plan` takes.")
final class ReplayPlanCommand extends WorkerCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Override
  protected ExitCode run() {
    show(worker().plan(selection.spec()), output());
    return ExitCode.DONE;
  }

  static void show(JsonNode plan, Output output) {
    output.one(plan, ReplayViews.PLAN);
    if (output.isTable()) {
      output.text("");
      output.list(plan.path("partitions"), ReplayViews.PLAN_PARTITIONS);
      output.text("");
      plan.path("notes").forEach(note -> output.text("- " + note.asText()));
    }
  }
}
