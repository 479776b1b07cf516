package io.reprise.cli.schemas;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.registry.SchemaRegistry;
import java.util.List;
import picocli.CommandLine.Command;

/** Implements {@code reprise schemas list}. */
@Command(
    name = "list",
    description =
        "Lists the subjects of the schema registry, with the version, id and name of the newest"
            + " schema of each subject.")
final class SchemaListCommand extends RegistryCommand {
  private static final List<TableColumn> SUBJECTS =
      List.of(
          TableColumn.of("SUBJECT", "subject"),
          TableColumn.of("VERSION", "version"),
          TableColumn.of("ID", "id"),
          TableColumn.of("NAME", "name"));

  @Override
  ExitCode run(SchemaRegistry registry) {
    var subjects = Json.json().createArrayNode();
    for (var subject : registry.subjects()) {
      registry
          .latest(subject)
          .ifPresent(
              s ->
                  subjects
                      .addObject()
                      .put("subject", subject)
                      .put("version", s.version())
                      .put("id", s.id())
                      .put("name", s.schema().getFullName()));
    }
    output().list(subjects, SUBJECTS);
    return ExitCode.DONE;
  }
}
