package io.reprise.cli.snapshot;

import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.Subcommands;
import picocli.CommandLine.Command;

/** Implements {@code reprise snapshot}. */
@Command(
    name = "snapshot",
    description = "Prints, lists, exports and audits the snapshots of keys.")
@Subcommands({
  SnapshotGetCommand.class,
  SnapshotListCommand.class,
  SnapshotExportCommand.class,
  SnapshotAuditCommand.class
})
public final class SnapshotCommand extends CommandGroup {}
