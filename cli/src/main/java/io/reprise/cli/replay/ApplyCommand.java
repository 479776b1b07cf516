package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise apply}. */
@Command(
    name = "apply",
    description = {
      "Starts the replay that a spec file describes, once: if there is a replay with the name and"
          + " the spec of the file, changes nothing and says so. So the command can be repeated,"
          + " for example by a pipeline.",
      "If the newest replay with the name has another spec, the differences are shown, and the"
          + " command is refused until this replay has completed or was cancelled. Then, and if"
          + " there is no replay with the name, shows the plan, and starts the replay after you"
          + " have agreed to the plan."
    })
public final class ApplyCommand extends WorkerCommand {
  private static final Set<String> ENDED =
      Set.of("COMPLETED", "COMPLETED_WITH_PARKED", "CANCELLED");
  private static final Set<String> NEEDS_OPERATOR =
      Set.of("FAILING", "FAILED", "CANCELLING", "CANCELLED");
  private static final int PAGE = 1_000;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "SPEC",
      description =
          "The YAML or JSON file with the spec, as for `reprise replay plan`. It must have a name,"
              + " and its times must mean the same moment at each call.")
  private Path file = Path.of("");

  @Option(
      names = "--dry-run",
      description = "Show what would be done and the plan of the replay, and start nothing.")
  private boolean dryRun;

  @Mixin private StartAcceptance acceptance = new StartAcceptance();

  @Override
  protected ExitCode run() {
    var times = new TimeOptions();
    var spec = spec(times);
    var plan = worker().plan(spec);
    var earlier = newest(spec.path("name").asText().strip());
    if (earlier != null) {
      var changes = SpecChanges.between(earlier.at("/plan/spec"), plan.path("spec"), spec);
      if (changes.isEmpty()) {
        return unchanged(earlier.path("summary"));
      }
      requireEnded(earlier.path("summary"), changes);
    }
    var warnings = PlanWarning.of(spec, plan, times.now(), times.shown());
    if (dryRun) {
      ReplayPlanCommand.show(plan, times, output());
      StartAcceptance.warn(warnings, output());
      return ExitCode.DONE;
    }
    acceptance.require(plan, warnings, times, output());
    var started = worker().start(spec, acceptance.hash(plan), acceptance.fields(plan));
    ApprovalViews.instructionsIfAwaited(started).forEach(output()::say);
    output().one(started, ReplayViews.REPLAY);
    return ExitCode.DONE;
  }

  private ObjectNode spec(TimeOptions times) {
    var specFile = SpecFile.read(file);
    var spec = specFile.spec();
    for (var required : List.of("/name", "/source/topic")) {
      if (spec.at(required).asText().isBlank()) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "%s: %s is missing: give a text"
                .formatted(file, required.substring(1).replace('/', '.')));
      }
    }
    specFile.requireSameMoment("from");
    specFile.requireSameMoment("to");
    specFile.takeZone(times);
    specFile.resolve("from", times, output());
    specFile.resolve("to", times, output());
    return spec;
  }

  /** Returns the newest replay with a name; null if there is none. */
  private @Nullable JsonNode newest(String name) {
    var cursor = "";
    do {
      var page = worker().list("?limit=" + PAGE + cursor);
      for (var replay : page.path("replays")) {
        if (replay.path("name").asText().equals(name)) {
          return worker().replay(replay.path("id").asText());
        }
      }
      cursor = page.hasNonNull("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    return null;
  }

  private ExitCode unchanged(JsonNode summary) {
    var id = summary.path("id").asText();
    var state = summary.path("state").asText();
    if (NEEDS_OPERATOR.contains(state)) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "nothing was done: replay %s has this name and this spec and is %s: %s"
              .formatted(
                  id,
                  state,
                  state.startsWith("FAIL")
                      ? "reprise replay retry continues it"
                      : "give the spec another name to replay again"));
    }
    output()
        .say(
            "nothing to do: replay %s has this name and this spec and is %s%s"
                .formatted(
                    id,
                    state,
                    state.equals("PLANNED") ? ": reprise replay start-planned starts it" : ""));
    output().one(summary, ReplayViews.REPLAY);
    return ExitCode.DONE;
  }

  private void requireEnded(JsonNode summary, List<String> changes) {
    var differences = String.join("; ", changes);
    var id = summary.path("id").asText();
    var state = summary.path("state").asText();
    if (!ENDED.contains(state)) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "replay %s has this name and another spec, and is %s: %s: cancel it first, or give the spec another name"
              .formatted(id, state, differences));
    }
    output()
        .say(
            "replay %s has this name and another spec, and is %s: %s"
                .formatted(id, state, differences));
  }
}
