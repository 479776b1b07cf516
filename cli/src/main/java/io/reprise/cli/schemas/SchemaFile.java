package io.reprise.cli.schemas;

import io.reprise.cli.argument.TextFile;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.schemas.compat.SchemaHistory;
import java.nio.file.Path;
import org.apache.avro.Schema;

/**
 * Reads an Avro schema from a file. A file without a valid schema ends the command with one
 * sentence and the exit code for a wrong command line.
 */
public final class SchemaFile {
  private SchemaFile() {}

  /** Returns the schema in a file. */
  public static Schema read(Path file) {
    var text = TextFile.read(file);
    try {
      return SchemaHistory.parse(file, text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
