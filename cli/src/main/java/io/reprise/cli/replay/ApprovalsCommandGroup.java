package io.reprise.cli.replay;

import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.Subcommands;
import picocli.CommandLine.Command;

/** Implements {@code reprise approvals}. */
@Command(
    name = "approvals",
    description =
        "Lists the replays that wait for the approval of another person, and approves or refuses"
            + " them.")
@Subcommands({
  ApprovalListCommand.class,
  ApprovalDecisionCommand.Approve.class,
  ApprovalDecisionCommand.Refuse.class
})
public final class ApprovalsCommandGroup extends CommandGroup {}
