package io.reprise.launcher.snapshot;

import io.reprise.launcher.archive.ArchiverCommand;
import io.reprise.launcher.archive.LongTask;
import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.launcher.cli.Text;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reprise snapshot export}. */
@Command(
    name = "export",
    description = "Exports all snapshots of a topic and reducer to S3, as a new generation.")
final class ExportCommand extends ArchiverCommand {
  private static final List<Column> GENERATION =
      List.of(
          Column.of("GENERATION", "generation"),
          Column.of("TOPIC", "topic"),
          Column.of("REDUCER", "reducer"),
          Column.of("VERSION", "version"),
          Column.of("AT", "at"),
          Column.of("KEYS", "keys"),
          Column.of("OBJECTS", "objects"),
          new Column("BYTES", g -> Text.bytes(g.path("bytes").asLong())),
          Column.of("MANIFEST", "manifest"));

  @Mixin private ReducerOption reducer = new ReducerOption();

  @Option(names = "--list", description = "show the generations there are instead")
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
