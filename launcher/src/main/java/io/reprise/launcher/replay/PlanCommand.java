package io.reprise.launcher.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.launcher.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reprise replay plan}. */
@Command(
    name = "plan",
    description = "Shows what a replay would do: offsets, counts, bytes, time and the plan's hash.")
final class PlanCommand extends WorkerCommand {
  @Mixin private Selection selection = new Selection();

  @Override
  protected ExitCode run() {
    show(worker().plan(selection.spec()), output());
    return ExitCode.DONE;
  }

  static void show(JsonNode plan, Output output) {
    output.one(plan, Views.PLAN);
    if (output.forEyes()) {
      output.text("");
      output.list(plan.path("partitions"), Views.PLAN_PARTITIONS);
      output.text("");
      plan.path("notes").forEach(note -> output.text("- " + note.asText()));
    }
  }
}
