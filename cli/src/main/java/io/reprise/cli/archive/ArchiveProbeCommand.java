package io.reprise.cli.archive;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import java.util.List;
import picocli.CommandLine.Command;

/** Implements {@code reprise archive probe}. */
@Command(
    name = "probe",
    description =
        "Checks with small test writes which guarantees the object store gives. Exits with 0 only"
            + " if the store can refuse to overwrite an object; without this guarantee no topic"
            + " may be moved to it.")
final class ArchiveProbeCommand extends ArchiverCommand {
  private static final List<TableColumn> FINDINGS =
      List.of(
          TableColumn.of("GUARANTEE", "promise"),
          TableColumn.of("HOLDS", "holds"),
          TableColumn.of("NEEDED FOR", "matters"));

  @Override
  protected ExitCode run() {
    var result = archiver().probe();
    if (output().isTable()) {
      output().list(result.path("findings"), FINDINGS);
    } else {
      output().listDocument(result, "findings");
    }
    return result.path("createOnly").asBoolean() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
