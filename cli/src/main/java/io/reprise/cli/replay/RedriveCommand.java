package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.argument.TimeParser;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise redrive}. */
@Command(
    name = "redrive",
    description = {
      "Sends the dead letters of a topic back to the topic and partition in which they failed:"
          + " those of Spring Kafka, Kafka Connect and Kafka Streams. With --target, sends the"
          + " records that replays have parked to the target that refused them. What an earlier"
          + " replay has sent is left out. The topic stays as it is.",
      "Without --plan or --yes, shows the causes of the dead letters and the plan, and starts"
          + " nothing. A redrive is a replay: `reprise replay describe` and the other commands show"
          + " and control it."
    },
    footer = {"", "Times: " + TimeParser.FORMS + "."})
public final class RedriveCommand extends WorkerCommand {
  private static final List<TableColumn> CAUSES =
      List.of(
          TableColumn.of("CAUSE", "fingerprint").key(),
          TableColumn.of("ORIGIN", "origin"),
          TableColumn.of("RECORDS", "records"),
          TableColumn.of("TO SEND", "selected"),
          TableColumn.of("TEXT", "cause"));

  @Mixin private SelectionOptions selection = new SelectionOptions();
  @Mixin private TimeOptions times = new TimeOptions();

  @Option(
      names = "--cause",
      paramLabel = "CAUSE",
      description =
          "Send only dead letters with this cause, as the plan shows it. Repeat the option for more"
              + " causes.")
  private List<String> causes = List.of();

  @Option(
      names = "--again",
      description = "Send also what an earlier replay has sent back to the same topic.")
  private boolean again;

  @Option(
      names = "--plan",
      paramLabel = "HASH",
      description =
          "Start the redrive, but only if its plan still has this hash, which this command has"
              + " shown without --plan.")
  private @Nullable String planHash;

  @Option(
      names = {"-y", "--yes"},
      description = "Start the redrive without asking for the hash of its plan.")
  private boolean yes;

  @Option(
      names = PlanWarning.ALLOW_SIDE_EFFECTS,
      description =
          "Start the redrive even if each delivered record makes another system act, as targets of"
              + " kind http do.")
  private boolean allowsSideEffects;

  @Option(
      names = "--wait",
      description =
          "Show the progress of the redrive until it ends. The exit code is then 0 only if the"
              + " redrive completed.")
  private boolean waits;

  @Mixin private ReconnectOption reconnect = new ReconnectOption();

  @Override
  protected ExitCode run() {
    var spec = selection.spec(times, output(), worker()::targets);
    addRedrive(spec);
    if (spec.path("target").asText().isBlank()) {
      spec.put("target", onlyTarget(worker().targets()));
    }
    var plan = selection.plan(spec, worker()::plan);
    var survey = plan.path("survey");
    boolean isEmpty = survey.path("selected").asLong() == 0 && !survey.path("partial").asBoolean();
    if (isEmpty || planHash == null && !yes) {
      show(plan, survey);
      output()
          .say(
              isEmpty
                  ? "nothing to redrive: no dead letter of the range is left to send"
                  : "nothing was started: add --plan %s to start it"
                      .formatted(plan.path("hash").asText()));
      return ExitCode.DONE;
    }
    var hash = planHash == null ? plan.path("hash").asText() : planHash;
    var accepted = accepted(plan);
    var started = selection.optionNames().in(() -> worker().start(spec, hash, accepted));
    if (!waits) {
      output().one(started, ReplayViews.REPLAY);
      return ExitCode.DONE;
    }
    output().say("replay " + started.path("id").asText() + " was started");
    return new ReplayFollower(worker(), output(), reconnect.reconnection(output()))
        .untilEnd(started);
  }

  /** Returns the fields of the request that accept what a worker otherwise refuses. */
  private Set<String> accepted(JsonNode plan) {
    if (!plan.path("sideEffects").asBoolean()) {
      return Set.of();
    }
    if (!allowsSideEffects) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "the redrive was not started: its target makes another system act for each record: add %s to start it nevertheless"
              .formatted(PlanWarning.ALLOW_SIDE_EFFECTS));
    }
    return Set.of("allowSideEffects");
  }

  private void addRedrive(ObjectNode spec) {
    var redrive = spec.withObject("/redrive");
    if (!causes.isEmpty()) {
      var array = redrive.putArray("causes");
      causes.forEach(array::add);
    }
    if (again) {
      redrive.put("again", true);
    }
  }

  /**
   * Returns the name of the only target that sends records back.
   *
   * @throws CommandFailure if there is none, or more than one
   */
  private static String onlyTarget(JsonNode targets) {
    var names = new ArrayList<String>();
    for (var target : targets) {
      if (target.path("sendsBack").asBoolean()) {
        names.add(target.path("name").asText());
      }
    }
    if (names.isEmpty()) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "no target of the workers sends records back: add one to the workers' configuration, such"
              + " as targets: {back: {kind: origin, topics: [orders]}}");
    }
    if (names.size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "several targets send records back: choose one with --target "
              + String.join(" or --target ", names));
    }
    return names.get(0);
  }

  private void show(JsonNode plan, JsonNode survey) {
    ReplayPlanCommand.show(plan, times, output());
    if (output().isTable()) {
      output().text("");
      output().list(survey.path("causes"), CAUSES);
    }
    long withoutOrigin = survey.path("withoutOrigin").asLong();
    if (withoutOrigin > 0) {
      output().say("%d records name no topic that they came from".formatted(withoutOrigin));
    }
    if (survey.path("partial").asBoolean()) {
      output()
          .say(
              "the causes are those of the first %d records"
                  .formatted(survey.path("read").asLong()));
    }
  }
}
