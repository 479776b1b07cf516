package io.reprise.cli.schemas;

import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.replay.WorkerOption;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise schemas register}. */
@Command(
    name = "register",
    description =
        "Registers an Avro schema for the values of a topic. The registry refuses a schema that"
            + " cannot read the events that were written with an earlier one.")
final class SchemaRegisterCommand extends RegistryCommand {
  private static final List<TableColumn> REGISTERED =
      List.of(
          TableColumn.of("subject", "subject"),
          TableColumn.of("id", "id"),
          TableColumn.of("version", "version"));

  @Option(
      names = "--topic",
      required = true,
      paramLabel = "TOPIC",
      description = "The topic whose values have the schema.")
  private String topic;

  @Mixin private WorkerOption workers = new WorkerOption();

  @Parameters(paramLabel = "FILE", description = "The .avsc file with the schema.")
  private Path file;

  @Override
  ExitCode run(SchemaRegistry registry) {
    // A file of the worker's options that cannot be read is an error before anything is changed.
    var worker = workers.clientIfKnown();
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
    if (worker.isPresent() && isMissing(worker.get())) {
      output()
          .say(
              ("note: the cluster of the replay worker has no topic '%s' yet. Create the topic"
                      + " before you publish to it: reprise topics create %s --partitions N")
                  .formatted(topic, topic));
    }
    return ExitCode.DONE;
  }

  /**
   * Returns whether the cluster of the replay worker lacks the topic. Returns false if no worker
   * answers, because a schema can be registered without a worker.
   */
  private boolean isMissing(WorkerClient worker) {
    try {
      var topics = worker.topics();
      return StreamSupport.stream(topics.spliterator(), false)
          .noneMatch(found -> found.path("topic").asText().equals(topic));
    } catch (CommandFailure e) {
      return false;
    }
  }
}
