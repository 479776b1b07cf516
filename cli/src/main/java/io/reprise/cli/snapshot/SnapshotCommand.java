package io.reprise.cli.snapshot;

import io.reprise.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code reprise snapshot}. */
@Command(
    name = "snapshot",
    description = "Looks at snapshots of keys, exports them to S3, and proves them.",
    subcommands = {
      SnapshotGetCommand.class,
      SnapshotListCommand.class,
      SnapshotExportCommand.class,
      SnapshotAuditCommand.class,
    })
public final class SnapshotCommand extends CommandGroup {}
