package io.reprise.cli.events;

import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.Subcommands;
import picocli.CommandLine.Command;

/** Implements {@code reprise events}. */
@Command(
    name = "events",
    description =
        "Reads, follows and counts the events of a topic, from Kafka and from the archive.")
@Subcommands({EventReadCommand.class, EventTailCommand.class, EventCountCommand.class})
public final class EventsCommand extends CommandGroup {}
