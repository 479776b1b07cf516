package io.reprise.launcher.schemas;

import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise schemas register}. */
@Command(
    name = "register",
    description = "Registers a schema for a topic's events, if all events so far stay readable.")
final class RegisterCommand extends RegistryCommand {
  private static final List<Column> REGISTERED =
      List.of(
          Column.of("subject", "subject"), Column.of("id", "id"), Column.of("version", "version"));

  @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "the topic")
  private String topic;

  @Parameters(paramLabel = "FILE", description = "the schema, .avsc")
  private Path file;

  @Override
  ExitCode run(SchemaRegistry registry) {
    var subject = SchemaRegistry.valueSubject(topic);
    registry.register(subject, SchemaFile.read(file));
    var latest = registry.latest(subject).orElseThrow();
    output()
        .one(
            Json.json()
                .createObjectNode()
                .put("subject", subject)
                .put("id", latest.id())
                .put("version", latest.version()),
            REGISTERED);
    return ExitCode.DONE;
  }
}
