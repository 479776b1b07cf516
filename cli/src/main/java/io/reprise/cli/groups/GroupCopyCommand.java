package io.reprise.cli.groups;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise groups copy}. */
@Command(
    name = "copy",
    description =
        "Plans to give a group the offsets of another group. The group is created if it does not"
            + " exist. Changes nothing without --plan.")
final class GroupCopyCommand extends GroupMoveCommand {
  @Option(
      names = "--from",
      paramLabel = "GROUP",
      required = true,
      description =
          "The group whose offsets are copied. It stays as it is, and may be live: its offsets at"
              + " the time of the move are then copied.")
  private String from;

  @Option(
      names = "--partitions",
      paramLabel = "P,...",
      description = "Move only these partitions, as in 0,3 (default: all partitions).")
  private @Nullable String partitions;

  GroupCopyCommand() {
    super("COPY");
  }

  @Override
  void addTo(ObjectNode spec) {
    addPartitions(spec, partitions);
    spec.put("from", from);
  }
}
