package io.reprise.cli.groups;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.replay.WorkerOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise groups moves}. */
@Command(
    name = "moves",
    description =
        "Lists the moves of a group, newest first, with the offsets that the group had before each."
            + " Moves are kept for 90 days, unless somebody changes the retention of their topic.")
final class GroupMovesCommand extends LeafCommand {
  @Mixin private WorkerOption workers = new WorkerOption();

  @Parameters(paramLabel = "GROUP", description = "The id of the group.")
  private String group;

  @Override
  protected ExitCode run() {
    output().list(workers.client().groupMoves(group), GroupViews.MOVES);
    return ExitCode.DONE;
  }
}
