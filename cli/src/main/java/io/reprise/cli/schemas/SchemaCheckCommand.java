package io.reprise.cli.schemas;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.compat.SchemaHistory;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise schemas check}. */
@Command(
    name = "check",
    description = {
      "Checks, without a registry, whether a schema is compatible (BACKWARD_TRANSITIVE) with the",
      "earlier schemas of its subject. Exits with 0 if it is, and with 3 if not."
    })
final class SchemaCheckCommand extends LeafCommand {
  private static final List<TableColumn> FAULTS = List.of(TableColumn.of("FAULT", "fault"));

  @Option(
      names = "--history",
      required = true,
      paramLabel = "DIR",
      description =
          "The directory with the earlier schemas of the subject: v1.avsc, v2.avsc and so on.")
  private Path history;

  @Parameters(paramLabel = "FILE", description = "The .avsc file with the new schema.")
  private Path file;

  @Override
  protected ExitCode run() {
    if (!Files.isDirectory(history)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          history + " is not a directory: give the directory with v1.avsc, v2.avsc and so on");
    }
    try {
      var faults = Json.json().createArrayNode();
      SchemaHistory.read(history)
          .faults(SchemaFile.read(file))
          .forEach(fault -> faults.addObject().put("fault", fault));
      if (faults.isEmpty()) {
        output().say(file + " is compatible with the schemas of " + history);
        return ExitCode.DONE;
      }
      output().list(faults, FAULTS);
      return ExitCode.REFUSED;
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
