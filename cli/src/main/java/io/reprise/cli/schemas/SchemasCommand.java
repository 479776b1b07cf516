package io.reprise.cli.schemas;

import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.Subcommands;
import picocli.CommandLine.Command;

/** Implements {@code reprise schemas}. */
@Command(name = "schemas", description = "Registers, lists and checks the Avro schemas of topics.")
@Subcommands({SchemaRegisterCommand.class, SchemaListCommand.class, SchemaCheckCommand.class})
public final class SchemasCommand extends CommandGroup {}
