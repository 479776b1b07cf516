package io.reprise.cli.groups;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise groups undo}. */
@Command(
    name = "undo",
    description =
        "Plans to put back the offsets that a group had before a move. Changes nothing without"
            + " --plan.")
final class GroupUndoCommand extends GroupMoveCommand {
  @Option(
      names = "--move",
      paramLabel = "ID",
      required = true,
      description = "The id of the move, which `groups moves` lists.")
  private String move;

  GroupUndoCommand() {
    super("UNDO");
  }

  @Override
  void addTo(ObjectNode spec) {
    spec.put("move", move);
  }
}
