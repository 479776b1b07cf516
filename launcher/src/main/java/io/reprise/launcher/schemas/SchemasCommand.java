package io.reprise.launcher.schemas;

import io.reprise.launcher.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code reprise schemas}. */
@Command(
    name = "schemas",
    description = "Registers, lists and checks Avro schemas.",
    subcommands = {RegisterCommand.class, ListCommand.class, CheckCommand.class})
public final class SchemasCommand extends CommandGroup {}
