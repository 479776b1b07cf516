package io.reprise.cli.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import io.reprise.runtime.json.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Implements {@code reprise snapshot list}. */
@Command(
    name = "list",
    description =
        "Lists the topics and reducers for which compactors write snapshots, with the progress of"
            + " each partition. STATE RECORDS is an estimate of the compactor's local store, which"
            + " counts a key again for each overwritten state that it has not yet removed.")
final class SnapshotListCommand extends LeafCommand {
  private static final List<TableColumn> PARTITIONS =
      List.of(
          TableColumn.of("TOPIC", "topic"),
          TableColumn.of("REDUCER", "reducer"),
          TableColumn.of("PARTITION", "partition"),
          TableColumn.of("PROCESSED TO", "processedTo"),
          TableColumn.of("EMITTED TO", "emittedTo"),
          TableColumn.of("LOG END", "end"),
          TableColumn.of("LAG", "lag"),
          TableColumn.of("STATE RECORDS", "keys"),
          TableColumn.of("PARKED", "parked"),
          new TableColumn("OWNER", p -> Text.of(p.path("owner"))),
          TableColumn.of("FAULT", "fault"));

  @Mixin private CompactorOption compactor = new CompactorOption();

  @Override
  protected ExitCode run() {
    var snapshots = compactor.client().snapshots();
    if (output().isTable()) {
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
