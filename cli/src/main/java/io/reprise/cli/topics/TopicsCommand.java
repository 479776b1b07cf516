package io.reprise.cli.topics;

import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.Subcommands;
import picocli.CommandLine.Command;

/** Implements {@code reprise topics}. */
@Command(
    name = "topics",
    description =
        "Lists, describes, creates and alters topics, and finds events in the wrong partition or the wrong topic.")
@Subcommands({
  TopicListCommand.class,
  TopicDescribeCommand.class,
  TopicCreateCommand.class,
  TopicAlterCommand.class,
  TopicDoctorCommand.class
})
public final class TopicsCommand extends CommandGroup {}
