package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import java.util.List;
import picocli.CommandLine.Command;

/** Implements {@code reprise replay targets}. */
@Command(
    name = "targets",
    description =
        "Lists the targets to which replays can deliver. They are named in the workers'"
            + " configuration.")
final class ReplayTargetsCommand extends WorkerCommand {
  private static final List<TableColumn> TARGETS =
      List.of(
          TableColumn.of("TARGET", "name"),
          new TableColumn("TOPIC", ReplayTargetsCommand::topic),
          TableColumn.of("PROMISE", "promise"),
          TableColumn.of("FAULT", "fault"));

  /** Returns the topic of a target, or the topics that a replay may name together with it. */
  private static String topic(JsonNode target) {
    var pattern = target.path("topicPattern");
    return pattern.isTextual()
        ? pattern.asText() + " (" + NewTopicOption.NAME + ")"
        : target.path("topic").asText();
  }

  @Override
  protected ExitCode run() {
    output().list(worker().targets(), TARGETS);
    return ExitCode.DONE;
  }
}
