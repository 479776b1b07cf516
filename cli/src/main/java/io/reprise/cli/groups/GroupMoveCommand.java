package io.reprise.cli.groups;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.argument.Partitions;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.replay.WorkerOption;
import io.reprise.runtime.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A command that moves a group. It shows the plan and changes nothing, unless the operator names
 * the hash of a plan that an earlier call has shown.
 */
abstract class GroupMoveCommand extends LeafCommand {
  @Mixin private WorkerOption workers = new WorkerOption();

  @Parameters(paramLabel = "GROUP", description = "The id of the group whose offsets are moved.")
  private String group;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      required = true,
      description = "The topic whose offsets are moved. The group's other offsets stay.")
  private String topic;

  @Option(
      names = "--plan",
      paramLabel = "HASH",
      description =
          "Carry out the move, but only if its plan still has this hash, which the command has"
              + " shown without this option.")
  private @Nullable String planHash;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description =
          "With --plan: why the group is moved. Stored with the move and shown in `groups moves`.")
  private @Nullable String reason;

  private final String kind;

  /**
   * @param kind what the HTTP API calls this kind of move
   */
  GroupMoveCommand(String kind) {
    this.kind = kind;
  }

  /** Adds to the spec of the move where the group is to read on. */
  abstract void addTo(ObjectNode spec);

  final WorkerClient worker() {
    return workers.client();
  }

  final String group() {
    return group;
  }

  @Override
  protected final ExitCode run() {
    if (planHash != null && reason == null) {
      throw new CommandFailure(
          ExitCode.USAGE, "--reason is missing: say with --plan why the group is moved");
    }
    var spec = Json.json().createObjectNode().put("kind", kind).put("topic", topic);
    addTo(spec);
    if (planHash != null && reason != null) {
      output().one(worker().moveGroup(group, spec, planHash, reason), GroupViews.MOVE);
      return ExitCode.DONE;
    }
    showPlan(spec);
    return ExitCode.DONE;
  }

  private void showPlan(ObjectNode spec) {
    var plan = worker().planGroupMove(group, spec);
    output().one(plan, GroupViews.PLAN);
    if (output().isTable()) {
      output().text("");
      output().list(plan.path("partitions"), GroupViews.MOVED);
      plan.path("notes").forEach(note -> output().text("- " + note.asText()));
    }
    output()
        .say(
            "nothing was changed: add --plan %s --reason TEXT to carry this out"
                .formatted(plan.path("hash").asText()));
  }

  /** Adds the partitions that an option names, if it was given. */
  static void addPartitions(ObjectNode spec, @Nullable String written) {
    if (written != null) {
      var array = spec.putArray("partitions");
      Partitions.parse("--partitions", written).forEach(array::add);
    }
  }
}
