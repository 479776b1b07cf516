package io.reprise.cli.replay;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import java.util.List;
import picocli.CommandLine.Command;

/** Implements {@code reprise replay receipt}. */
@Command(
    name = "receipt",
    description =
        "Shows the receipt of a replay: how many of its planned offsets were delivered, filtered"
            + " out, parked, skipped or missing, or had no record. Exits with 0 only if the receipt"
            + " is final and accounts for every offset.")
final class ReplayReceiptCommand extends ReplayIdCommand {
  private static final List<TableColumn> RECEIPT =
      List.of(
          TableColumn.of("replay", "replay"),
          TableColumn.of("state", "state"),
          TableColumn.of("timestamps", "timestamps"),
          new TableColumn("expiry", ReplayViews::expiry),
          TableColumn.of("final", "complete"),
          TableColumn.of("balanced", "balanced"),
          TableColumn.of("planned", "planned"),
          TableColumn.of("delivered", "delivered"),
          TableColumn.of("filtered", "filtered"),
          TableColumn.of("parked", "parked"),
          TableColumn.of("skipped", "skipped"),
          TableColumn.of("holes", "holes"),
          TableColumn.of("missing", "missing"),
          TableColumn.of("digest", "digest"));

  private static final List<TableColumn> PARTITIONS =
      List.of(
          TableColumn.of("PARTITION", "partition"),
          TableColumn.of("FROM", "range.from"),
          TableColumn.of("TO", "range.to"),
          TableColumn.of("DELIVERED", "delivered"),
          TableColumn.of("FILTERED", "filtered"),
          TableColumn.of("PARKED", "parked"),
          TableColumn.of("SKIPPED", "skipped"),
          TableColumn.of("HOLES", "holes"),
          TableColumn.of("BALANCED", "balanced"));

  @Override
  protected ExitCode run() {
    var receipt = worker().receipt(id());
    output().one(receipt, RECEIPT);
    if (output().isTable()) {
      output().text("");
      output().list(receipt.path("partitions"), PARTITIONS);
      for (var partition : receipt.path("partitions")) {
        for (var shard : partition.path("shards")) {
          if (shard.hasNonNull("doubt")) {
            printDoubt(shard.path("shard").path("index").asText(), shard.path("doubt").asText());
          }
        }
        // The receipt of an expired replay has no shards. The field doubts of each partition names
        // the shards that were in doubt, and says why.
        for (var doubt : partition.path("doubts").properties()) {
          printDoubt(doubt.getKey(), doubt.getValue().asText());
        }
      }
    }
    return receipt.path("complete").asBoolean() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void printDoubt(String shard, String doubt) {
    output().text("");
    output().text("In doubt, shard %s: %s".formatted(shard, doubt));
  }
}
