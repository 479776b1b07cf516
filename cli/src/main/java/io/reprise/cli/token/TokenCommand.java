package io.reprise.cli.token;

import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.Subcommands;
import picocli.CommandLine.Command;

/** Implements {@code reprise token}. */
@Command(
    name = "token",
    description = "Creates the tokens by which people and jobs prove to the services who they are.")
@Subcommands({TokenCreateCommand.class, TokenHashCommand.class})
public final class TokenCommand extends CommandGroup {}
