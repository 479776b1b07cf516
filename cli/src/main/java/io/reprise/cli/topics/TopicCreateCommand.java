package io.reprise.cli.topics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.schemas.RegistryOption;
import io.reprise.cli.schemas.SchemaFile;
import io.reprise.ingest.service.topic.TopicName;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.registry.IncompatibleSchemaException;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise topics create}. */
@Command(
    name = "create",
    description =
        "Creates a topic. With --schema, also registers the Avro schema of its values. Nothing is"
            + " created if the schema or a setting is refused.")
final class TopicCreateCommand extends LeafCommand {
  private static final List<TableColumn> CREATED =
      List.of(
          TableColumn.of("topic", "topic"),
          TableColumn.of("id", "topicId"),
          TableColumn.of("partitions", "partitions"),
          TableColumn.of("replication", "replication"),
          TableColumn.of("schema id", "schemaId"));

  @Mixin private KafkaOption kafka = new KafkaOption();
  @Mixin private RegistryOption registry = new RegistryOption();

  @Parameters(paramLabel = "TOPIC", description = "The name of the new topic.")
  private String topic = "";

  @Option(
      names = "--partitions",
      required = true,
      paramLabel = "N",
      description =
          "How many partitions the topic has. Partitions can be added later, but then new events of"
              + " most keys go to another partition.")
  private int partitions;

  @Option(
      names = "--replication",
      paramLabel = "R",
      description =
          "On how many brokers each partition is stored (default: the cluster's default).")
  private @Nullable Integer replication;

  @Option(
      names = "--config",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of the topic by Kafka's name, for example retention.ms=604800000. Give the"
              + " option again for each further setting.")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description = "The .avsc file with the schema of the topic's values.")
  private @Nullable Path schema;

  @Override
  protected ExitCode run() {
    var replicas = replication == null ? 1 : replication;
    if (partitions < 1 || replicas < 1 || replicas > Short.MAX_VALUE) {
      throw new CommandFailure(ExitCode.USAGE, "--partitions and --replication must be at least 1");
    }
    if (TopicName.isReserved(topic)) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "topic '%s': names that begin with '%s' or '__' belong to Reprise and to Kafka: choose"
                  .formatted(topic, TopicName.OWN_PREFIX)
              + " another name");
    }
    var avro = schema == null ? null : SchemaFile.read(schema);
    try (var cluster = kafka.open()) {
      cluster.requireKnownSettings(settings.keySet());
      var wanted = newTopic();
      cluster.validate(wanted);
      // The schema is registered first: a topic without its schema would accept no event.
      var schemaId = avro == null ? null : register(avro);
      output().one(json(cluster.create(wanted), schemaId), CREATED);
    }
    return ExitCode.DONE;
  }

  private NewTopic newTopic() {
    var replicas = Optional.ofNullable(replication).map(Integer::shortValue);
    return new NewTopic(topic, Optional.of(partitions), replicas).configs(settings);
  }

  private int register(Schema avro) {
    try (var schemas = registry.client()) {
      return schemas.register(SchemaRegistry.valueSubject(topic), avro);
    } catch (RegistryUnreachableException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
    } catch (IncompatibleSchemaException e) {
      throw new CommandFailure(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
    }
  }

  private static ObjectNode json(TopicDescription created, @Nullable Integer schemaId) {
    var json =
        Json.json()
            .createObjectNode()
            .put("topic", created.name())
            .put("topicId", created.topicId().toString())
            .put("partitions", created.partitions().size())
            .put("replication", created.partitions().get(0).replicas().size());
    return schemaId == null ? json : json.put("schemaId", schemaId);
  }
}
