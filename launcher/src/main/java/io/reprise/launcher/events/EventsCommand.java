package io.reprise.launcher.events;

import io.reprise.launcher.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code reprise events}. */
@Command(name = "events", description = "Reads events by offset.", subcommands = ReadCommand.class)
public final class EventsCommand extends CommandGroup {}
