package io.reprise.launcher.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.launcher.cli.LeafCommand;
import io.reprise.launcher.cli.Text;
import io.reprise.runtime.json.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reprise snapshot list}. */
@Command(name = "list", description = "Shows what is compacted and how far, a line a partition.")
final class ListCommand extends LeafCommand {
  private static final List<Column> PARTITIONS =
      List.of(
          Column.of("TOPIC", "topic"),
          Column.of("REDUCER", "reducer"),
          Column.of("PARTITION", "partition"),
          Column.of("PROCESSED TO", "processedTo"),
          Column.of("EMITTED TO", "emittedTo"),
          Column.of("LOG END", "end"),
          Column.of("LAG", "lag"),
          Column.of("KEYS", "keys"),
          Column.of("PARKED", "parked"),
          new Column("OWNER", p -> Text.of(p.path("owner"))));

  @Mixin private CompactorOption compactor = new CompactorOption();

  @Override
  protected ExitCode run() {
    var snapshots = compactor.api().snapshots();
    if (output().forEyes()) {
      output().list(rows(snapshots), PARTITIONS);
    } else {
      output().document(snapshots);
    }
    return ExitCode.DONE;
  }

  private static JsonNode rows(JsonNode snapshots) {
    var rows = Json.json().createArrayNode();
    for (var each : snapshots) {
      for (var partition : each.path("partitions")) {
        rows.addObject()
            .put("topic", each.path("topic").asText())
            .put("reducer", each.path("reducer").asText())
            .setAll((com.fasterxml.jackson.databind.node.ObjectNode) partition.deepCopy());
      }
    }
    return rows;
  }
}
