package io.reprise.cli.schemas;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.compat.SchemaHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise schemas check}. */
@Command(
    name = "check",
    description = {
      "Checks, without a registry, whether a schema may follow the committed ones of its subject:",
      "BACKWARD_TRANSITIVE. 0 if it may, 3 if not."
    })
final class SchemaCheckCommand extends LeafCommand {
  private static final List<TableColumn> FAULTS = List.of(TableColumn.of("FAULT", "fault"));

  @Option(
      names = "--history",
      required = true,
      paramLabel = "DIR",
      description = "the subject's directory: v1.avsc, v2.avsc and so on")
  private Path history;

  @Parameters(paramLabel = "FILE", description = "the schema that should come next, .avsc")
  private Path file;

  @Override
  protected ExitCode run() {
    if (!Files.isDirectory(history)) {
      throw new CommandFailure(ExitCode.USAGE, history + " is no directory");
    }
    try {
      var faults = Json.json().createArrayNode();
      SchemaHistory.read(history)
          .faults(SchemaFile.read(file))
          .forEach(fault -> faults.addObject().put("fault", fault));
      if (faults.isEmpty()) {
        output().say(file + " may follow");
        return ExitCode.DONE;
      }
      output().list(faults, FAULTS);
      return ExitCode.REFUSED;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
