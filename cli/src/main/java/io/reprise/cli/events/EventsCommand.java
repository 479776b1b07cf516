package io.reprise.cli.events;

import io.reprise.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** Implements {@code reprise events}. */
@Command(
    name = "events",
    description = "Reads the events of a topic by offset.",
    subcommands = EventReadCommand.class)
public final class EventsCommand extends CommandGroup {}
