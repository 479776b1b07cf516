package io.reprise.launcher.topics;

import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.launcher.cli.LeafCommand;
import io.reprise.launcher.cli.Text;
import io.reprise.launcher.cli.Workers;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code reprise topics describe}. */
@Command(name = "describe", description = "Shows a topic's partitions and offsets.")
final class DescribeCommand extends LeafCommand {
  private static final List<Column> PARTITIONS =
      List.of(
          Column.of("PARTITION", "partition"),
          Column.of("START", "logStart"),
          Column.of("COMMITTED END", "committedEnd"),
          Column.of("HIGH WATERMARK", "highWatermark"),
          new Column("BYTES", p -> Text.bytes(p.path("bytes").asLong())));

  @Mixin private Workers workers = new Workers();

  @Parameters(paramLabel = "TOPIC", description = "its name")
  private String topic;

  @Override
  protected ExitCode run() {
    var facts = workers.api().topic(topic);
    if (output().forEyes()) {
      output().list(facts.path("partitions"), PARTITIONS);
    } else {
      output().document(facts);
    }
    return ExitCode.DONE;
  }
}
