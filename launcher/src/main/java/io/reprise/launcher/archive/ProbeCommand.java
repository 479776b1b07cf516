package io.reprise.launcher.archive;

import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code reprise archive probe}. */
@Command(
    name = "probe",
    description =
        "Tries what the bucket can and cannot promise: 0 only if topics can be moved to it.")
final class ProbeCommand extends ArchiverCommand {
  private static final List<Column> FINDINGS =
      List.of(
          Column.of("PROMISE", "promise"),
          Column.of("HOLDS", "holds"),
          Column.of("NEEDED FOR", "matters"));

  @Override
  protected ExitCode run() {
    var result = archiver().probe();
    if (output().forEyes()) {
      output().list(result.path("findings"), FINDINGS);
    } else {
      output().document(result);
    }
    return result.path("createOnly").asBoolean() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
