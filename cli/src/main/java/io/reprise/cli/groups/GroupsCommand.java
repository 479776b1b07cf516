package io.reprise.cli.groups;

import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.Subcommands;
import picocli.CommandLine.Command;

/** Implements {@code reprise groups}. */
@Command(
    name = "groups",
    description =
        "Lists and describes consumer groups, and moves their committed offsets: back, forward, to"
            + " those of another group, or back to what they were before a move.")
@Subcommands({
  GroupListCommand.class,
  GroupDescribeCommand.class,
  GroupRewindCommand.class,
  GroupForwardCommand.class,
  GroupCopyCommand.class,
  GroupUndoCommand.class,
  GroupMovesCommand.class
})
public final class GroupsCommand extends CommandGroup {}
