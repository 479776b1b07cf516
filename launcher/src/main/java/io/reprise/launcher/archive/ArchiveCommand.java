package io.reprise.launcher.archive;

import io.reprise.launcher.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code reprise archive}. */
@Command(
    name = "archive",
    description = "Looks after what has moved to object storage.",
    subcommands = {
      StatusCommand.class,
      ProveCommand.class,
      CatCommand.class,
      RestoreCommand.class,
      HoldCommand.class,
      CollectCommand.class,
      ProbeCommand.class,
    })
public final class ArchiveCommand extends CommandGroup {}
