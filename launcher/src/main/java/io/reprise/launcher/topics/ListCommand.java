package io.reprise.launcher.topics;

import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.launcher.cli.LeafCommand;
import io.reprise.launcher.cli.Workers;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reprise topics list}. */
@Command(name = "list", description = "Lists all topics but Kafka's own.")
final class ListCommand extends LeafCommand {
  private static final List<Column> TOPICS =
      List.of(
          Column.of("TOPIC", "topic"),
          Column.of("PARTITIONS", "partitions"),
          Column.of("ID", "topicId"));

  @Mixin private Workers workers = new Workers();

  @Override
  protected ExitCode run() {
    output().list(workers.api().topics(), TOPICS);
    return ExitCode.DONE;
  }
}
