package io.reprise.cli.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import io.reprise.cli.replay.WorkerOption;
import io.reprise.cli.schemas.RegistryOption;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.schemas.registry.SchemaRegistry;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise topics describe}. */
@Command(
    name = "describe",
    description =
        "Shows the partitions of a topic with their offsets and sizes, and the newest schema of its"
            + " values if the address of a schema registry is known.")
final class TopicDescribeCommand extends LeafCommand {
  private static final List<TableColumn> PARTITIONS =
      List.of(
          TableColumn.of("PARTITION", "partition"),
          TableColumn.of("START", "logStart"),
          TableColumn.of("COMMITTED END", "committedEnd"),
          TableColumn.of("HIGH WATERMARK", "highWatermark"),
          new TableColumn("BYTES", p -> Text.bytes(p.path("bytes").asLong())));

  @Mixin private WorkerOption workers = new WorkerOption();

  @Mixin private RegistryOption registry = new RegistryOption();

  @Parameters(paramLabel = "TOPIC", description = "The name of the topic.")
  private String topic;

  @Override
  protected ExitCode run() {
    var facts = (ObjectNode) workers.client().topic(topic);
    schema().ifPresent(schema -> facts.set("schema", schema));
    if (output().isTable()) {
      output().text(schemaText(facts.path("schema")));
      output().list(facts.path("partitions"), PARTITIONS);
    } else {
      output().listDocument(facts, "partitions");
    }
    return ExitCode.DONE;
  }

  /** Returns the newest schema of the topic's values; empty if it is not known. */
  private Optional<ObjectNode> schema() {
    var subject = SchemaRegistry.valueSubject(topic);
    try (var schemas = registry.clientIfKnown().orElse(null)) {
      return schemas == null
          ? Optional.empty()
          : schemas
              .latest(subject)
              .map(
                  latest ->
                      Json.json()
                          .createObjectNode()
                          .put("subject", subject)
                          .put("version", latest.version())
                          .put("id", latest.id())
                          .put("name", latest.schema().getFullName()));
    } catch (RegistryUnreachableException e) {
      output().say("the schema is not shown: " + e.getMessage());
      return Optional.empty();
    }
  }

  private String schemaText(JsonNode schema) {
    return schema.isMissingNode()
        ? "topic %s, without a known schema".formatted(topic)
        : "topic %s, schema %s: subject %s, version %d, id %d"
            .formatted(
                topic,
                schema.path("name").asText(),
                schema.path("subject").asText(),
                schema.path("version").asInt(),
                schema.path("id").asInt());
  }
}
