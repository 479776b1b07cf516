package io.reprise.cli.groups;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.argument.TimeParser;
import io.reprise.cli.replay.ReplayIds;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise groups forward}. */
@Command(
    name = "forward",
    description =
        "Plans to set offsets of a group forward, so that it skips records. Changes nothing without"
            + " --plan.",
    footer = {"", "Times: " + TimeParser.FORMS + "."})
final class GroupForwardCommand extends GroupMoveCommand {
  @ArgGroup(exclusive = true, multiplicity = "1")
  private Goal goal = new Goal();

  @Mixin private TimeOptions times = new TimeOptions();

  @Option(
      names = "--partitions",
      paramLabel = "P,...",
      description = "Move only these partitions, as in 0,3 (default: all partitions).")
  private @Nullable String partitions;

  /** Where the group is to read on; exactly one must be given. */
  static final class Goal {
    @Option(
        names = "--to-offset",
        paramLabel = "OFFSET",
        description =
            "Read on at this offset in every partition, or at those of partition=offset pairs, as"
                + " in 0=1500,3=20.")
    private @Nullable String offset;

    @Option(
        names = "--to-time",
        paramLabel = "TIME",
        description = "Read on at the first record whose timestamp is at or after this time.")
    private @Nullable String time;

    @Option(names = "--to-latest", description = "Read on at the end of the committed records.")
    private boolean latest;

    @Option(
        names = "--replay",
        paramLabel = "ID",
        description =
            "Read on at the end of what the replay with this id, or the newest one with latest, has"
                + " delivered. The replay must be complete.")
    private @Nullable String replay;
  }

  GroupForwardCommand() {
    super("FORWARD");
  }

  @Override
  void addTo(ObjectNode spec) {
    addPartitions(spec, partitions);
    var time = times.time("--to-time", goal.time, output());
    if (goal.offset != null) {
      MoveBound.addOffset(spec, goal.offset);
    } else if (time != null) {
      spec.put("to", time.toString());
    } else if (goal.latest) {
      spec.put("to", "latest");
    } else if (goal.replay != null) {
      spec.put("replay", new ReplayIds(worker()).find(goal.replay, null));
    }
  }
}
