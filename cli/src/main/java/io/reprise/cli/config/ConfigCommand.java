package io.reprise.cli.config;

import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.Subcommands;
import picocli.CommandLine.Command;

/** Implements {@code reprise config}. */
@Command(
    name = "config",
    description =
        "Prints examples of configuration files, and checks files before a service reads them.")
@Subcommands({ConfigExampleCommand.class, ConfigCheckCommand.class})
public final class ConfigCommand extends CommandGroup {}
