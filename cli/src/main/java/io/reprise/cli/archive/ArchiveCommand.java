package io.reprise.cli.archive;

import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.Subcommands;
import picocli.CommandLine.Command;

/** Implements {@code reprise archive}. */
@Command(
    name = "archive",
    description =
        "Shows, verifies, reads, merges and restores the archives of topics, and manages legal holds.")
@Subcommands({
  ArchiveStatusCommand.class,
  ArchiveListCommand.class,
  ArchiveProveCommand.class,
  ArchiveCatCommand.class,
  ArchiveRestoreCommand.class,
  HoldCommand.class,
  ArchiveMergeCommand.class,
  ArchiveCollectCommand.class,
  ArchiveProbeCommand.class
})
public final class ArchiveCommand extends CommandGroup {}
