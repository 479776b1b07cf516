package io.reprise.cli.audit;

import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.Subcommands;
import picocli.CommandLine.Command;

/** Implements {@code reprise audit}. */
@Command(
    name = "audit",
    description =
        "Shows who asked the services for what, and what became of it. Services that ask their"
            + " callers who they are write this down.")
@Subcommands({AuditListCommand.class, AuditTailCommand.class})
public final class AuditCommand extends CommandGroup {}
