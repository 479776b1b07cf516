package io.reprise.launcher.snapshot;

import io.reprise.launcher.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code reprise snapshot}. */
@Command(
    name = "snapshot",
    description = "Looks at snapshots of keys, exports them to S3, and proves them.",
    subcommands = {
      GetCommand.class,
      ListCommand.class,
      ExportCommand.class,
      AuditCommand.class,
    })
public final class SnapshotCommand extends CommandGroup {}
