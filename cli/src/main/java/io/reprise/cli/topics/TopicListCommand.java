package io.reprise.cli.topics;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.replay.WorkerOption;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Implements {@code reprise topics list}. */
@Command(name = "list", description = "Lists all topics except Kafka's internal ones.")
final class TopicListCommand extends LeafCommand {
  private static final List<TableColumn> TOPICS =
      List.of(
          TableColumn.of("TOPIC", "topic"),
          TableColumn.of("PARTITIONS", "partitions"),
          TableColumn.of("ID", "topicId"));

  @Mixin private WorkerOption workers = new WorkerOption();

  @Override
  protected ExitCode run() {
    output().list(workers.client().topics(), TOPICS);
    return ExitCode.DONE;
  }
}
