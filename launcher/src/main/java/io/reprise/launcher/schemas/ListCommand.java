package io.reprise.launcher.schemas;

import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.registry.SchemaRegistry;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code reprise schemas list}. */
@Command(name = "list", description = "Lists the subjects and their newest schema.")
final class ListCommand extends RegistryCommand {
  private static final List<Column> SUBJECTS =
      List.of(
          Column.of("SUBJECT", "subject"),
          Column.of("VERSION", "version"),
          Column.of("ID", "id"),
          Column.of("NAME", "name"));

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
