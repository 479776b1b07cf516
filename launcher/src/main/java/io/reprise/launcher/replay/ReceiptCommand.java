package io.reprise.launcher.replay;

import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code reprise replay receipt}. */
@Command(
    name = "receipt",
    description = "Shows what became of every offset: 0 only if the receipt is final and balances.")
final class ReceiptCommand extends ReplayIdCommand {
  private static final List<Column> RECEIPT =
      List.of(
          Column.of("replay", "replay"),
          Column.of("state", "state"),
          Column.of("final", "complete"),
          Column.of("balanced", "balanced"),
          Column.of("planned", "planned"),
          Column.of("delivered", "delivered"),
          Column.of("filtered", "filtered"),
          Column.of("parked", "parked"),
          Column.of("skipped", "skipped"),
          Column.of("holes", "holes"),
          Column.of("missing", "missing"),
          Column.of("digest", "digest"));

  private static final List<Column> PARTITIONS =
      List.of(
          Column.of("PARTITION", "partition"),
          Column.of("FROM", "range.from"),
          Column.of("TO", "range.to"),
          Column.of("DELIVERED", "delivered"),
          Column.of("FILTERED", "filtered"),
          Column.of("PARKED", "parked"),
          Column.of("SKIPPED", "skipped"),
          Column.of("HOLES", "holes"),
          Column.of("BALANCED", "balanced"));

  @Override
  protected ExitCode run() {
    var receipt = worker().receipt(id());
    output().one(receipt, RECEIPT);
    if (output().forEyes()) {
      output().text("");
      output().list(receipt.path("partitions"), PARTITIONS);
    }
    return receipt.path("complete").asBoolean() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
