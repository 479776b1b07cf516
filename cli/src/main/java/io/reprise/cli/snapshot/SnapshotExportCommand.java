package io.reprise.cli.snapshot;

import io.reprise.cli.archive.ArchiverCommand;
import io.reprise.cli.archive.LongTask;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise snapshot export}. */
@Command(
    name = "export",
    description =
        "Exports all snapshots of a topic and reducer to the object store. Each export is a new,"
            + " numbered generation.")
final class SnapshotExportCommand extends ArchiverCommand {
  private static final List<TableColumn> GENERATION =
      List.of(
          TableColumn.of("GENERATION", "generation"),
          TableColumn.of("TOPIC", "topic"),
          TableColumn.of("REDUCER", "reducer"),
          TableColumn.of("VERSION", "version"),
          TableColumn.time("AT", "at"),
          TableColumn.of("KEYS", "keys"),
          TableColumn.of("OBJECTS", "objects"),
          new TableColumn("BYTES", g -> Text.bytes(g.path("bytes").asLong())),
          TableColumn.of("MANIFEST", "manifest"));

  @Mixin private ReducerOption reducer = new ReducerOption();

  @Option(
      names = "--list",
      description = "List the existing exports (generations), and export nothing.")
  private boolean list;

  @Override
  protected ExitCode run() {
    if (list) {
      var id = reducer.id();
      output().list(archiver().generations(reducer.topic(), id.name(), id.version()), GENERATION);
      return ExitCode.DONE;
    }
    try (var task = new LongTask("exporting", (kind, line) -> {})) {
      output().one(archiver().export(reducer.request(), task), GENERATION);
      return ExitCode.DONE;
    }
  }
}
