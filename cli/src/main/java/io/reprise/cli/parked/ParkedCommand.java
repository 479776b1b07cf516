package io.reprise.cli.parked;

import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.Subcommands;
import picocli.CommandLine.Command;

/** Implements {@code reprise parked}. */
@Command(
    name = "parked",
    description =
        "Shows the records that replays with --on-error PARK could not deliver and have parked.")
@Subcommands({ParkedListCommand.class})
public final class ParkedCommand extends CommandGroup {}
