package io.reprise.cli.topics;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import io.reprise.cli.replay.WorkerOption;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise topics describe}. */
@Command(
    name = "describe",
    description = "Shows the partitions of a topic with their offsets and sizes.")
final class TopicDescribeCommand extends LeafCommand {
  private static final List<TableColumn> PARTITIONS =
      List.of(
          TableColumn.of("PARTITION", "partition"),
          TableColumn.of("START", "logStart"),
          TableColumn.of("COMMITTED END", "committedEnd"),
          TableColumn.of("HIGH WATERMARK", "highWatermark"),
          new TableColumn("BYTES", p -> Text.bytes(p.path("bytes").asLong())));

  @Mixin private WorkerOption workers = new WorkerOption();

  @Parameters(paramLabel = "TOPIC", description = "The name of the topic.")
  private String topic;

  @Override
  protected ExitCode run() {
    var facts = workers.client().topic(topic);
    if (output().isTable()) {
      output().list(facts.path("partitions"), PARTITIONS);
    } else {
      output().listDocument(facts, "partitions");
    }
    return ExitCode.DONE;
  }
}
