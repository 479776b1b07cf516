package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import java.util.List;
import picocli.CommandLine.Command;

/** Implements {@code reprise replay verify}. */
@Command(
    name = "verify",
    description =
        "Checks a replay's receipt: reads the replayed records again from the source topic and"
            + " from the target, and compares them with the receipt. Exits with 0 only if all"
            + " three agree.")
final class ReplayVerifyCommand extends ReplayIdCommand {
  private static final List<TableColumn> VERIFICATION =
      List.of(
          TableColumn.of("verified", "verified"),
          TableColumn.of("records in the log", "sourceRecords"),
          new TableColumn("records in the target", v -> inTarget(v.path("targetRecords"))),
          TableColumn.of("missing", "missing"),
          TableColumn.of("duplicated", "duplicated"),
          TableColumn.of("altered", "altered"),
          TableColumn.of("out of order", "outOfOrder"));

  /**
   * Returns the number of records that the target has, as text. The number -1 stands for a target
   * whose records were not read, because it is no topic of the workers' cluster.
   */
  private static String inTarget(JsonNode records) {
    return records.asLong() == -1
        ? "not compared: no topic of the workers' cluster"
        : Text.of(records);
  }

  @Override
  protected ExitCode run() {
    var verification = worker().verify(id());
    output().one(verification, VERIFICATION);
    verification.path("findings").forEach(finding -> output().text("- " + finding.asText()));
    return verification.path("verified").asBoolean() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
