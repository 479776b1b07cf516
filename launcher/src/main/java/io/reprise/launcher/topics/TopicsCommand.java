package io.reprise.launcher.topics;

import io.reprise.launcher.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code reprise topics}. */
@Command(
    name = "topics",
    description = "Lists and describes topics, and finds keys in the wrong partition.",
    subcommands = {ListCommand.class, DescribeCommand.class, DoctorCommand.class})
public final class TopicsCommand extends CommandGroup {}
