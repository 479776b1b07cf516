package io.reprise.launcher.replay;

import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code reprise replay verify}. */
@Command(
    name = "verify",
    description = "Reads log and target again and checks the receipt against both.")
final class VerifyCommand extends ReplayIdCommand {
  private static final List<Column> VERIFICATION =
      List.of(
          Column.of("verified", "verified"),
          Column.of("records in the log", "sourceRecords"),
          Column.of("records in the target", "targetRecords"),
          Column.of("missing", "missing"),
          Column.of("duplicated", "duplicated"),
          Column.of("altered", "altered"),
          Column.of("out of order", "outOfOrder"));

  @Override
  protected ExitCode run() {
    var verification = worker().verify(id());
    output().one(verification, VERIFICATION);
    verification.path("findings").forEach(finding -> output().text("- " + finding.asText()));
    return verification.path("verified").asBoolean() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
