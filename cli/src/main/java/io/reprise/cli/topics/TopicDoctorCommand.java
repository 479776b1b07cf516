package io.reprise.cli.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
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
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise topics doctor}. */
@Command(
    name = "doctor",
    description = {
      "Finds events that are in the wrong partition or in the wrong topic. Exits with 1 if it finds"
          + " one.",
      "Partition: an event must be in the partition that Kafka's Java client chooses for its key"
          + " (murmur2). Another partitioner can spread a user's events over several partitions,"
          + " which breaks their order.",
      "Topic: the schema id in an event's first five bytes must be registered under the topic's"
          + " subject (TOPIC-value). Java producers from version 2.8 on can send a batch to another"
          + " topic when they reuse the buffer of a batch that timed out (KAFKA-19012). Such an"
          + " event has the schema id of the topic that it was meant for."
    })
final class TopicDoctorCommand extends LeafCommand {
  private static final int PAGE = 1_000;
  private static final List<TableColumn> FINDINGS =
      List.of(
          TableColumn.of("TOPIC", "topic"),
          TableColumn.of("PARTITION", "partition"),
          TableColumn.of("CHECKED", "checked"),
          TableColumn.of("WITHOUT KEY", "withoutKey"),
          TableColumn.of("MISPLACED", "misplaced"),
          TableColumn.of("WITHOUT SCHEMA", "withoutSchema"),
          TableColumn.of("FOREIGN", "foreign"),
          new TableColumn("EXAMPLE", TopicDoctorCommand::example));

  @Mixin private WorkerOption workers = new WorkerOption();

  @Parameters(
      paramLabel = "TOPIC",
      arity = "0..1",
      description =
          "The name of the topic (default: every topic that has a subject in the registry).")
  private @Nullable String topic;

  @Mixin private RegistryOption registry = new RegistryOption();

  @Option(
      names = "--partition",
      paramLabel = "P",
      description = "Check only this partition (default: all partitions).")
  private @Nullable Integer partition;

  @Option(
      names = "--from-offset",
      paramLabel = "A",
      description =
          "The first offset to check in each partition (default: the first of the newest"
              + " events that --sample selects).")
  private @Nullable Long from;

  @Option(
      names = "--to-offset",
      paramLabel = "B",
      description =
          "Check only events below this offset (default: all up to the last committed event).")
  private @Nullable Long to;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Check at most N events of each partition (default: all of the range).")
  private @Nullable Integer limit;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many of the newest events of each partition to check (default: 1000). Not used with"
              + " --from-offset.")
  private int sample;

  @Override
  protected ExitCode run() {
    if ((partition != null && partition < 0) || (limit != null && limit < 1)) {
      throw new CommandFailure(
          ExitCode.USAGE, "--partition must be at least 0 and --limit at least 1");
    }
    var worker = workers.client();
    var findings = Json.json().createArrayNode();
    try (var schemas = registry.client()) {
      for (var name : topics(worker, schemas)) {
        check(worker, name, new SubjectIds(schemas, name), findings);
      }
    } catch (RegistryUnreachableException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
    }
    output().list(findings, FINDINGS);
    return told(findings);
  }

  private List<String> topics(WorkerClient worker, SchemaRegistry schemas) {
    if (topic != null) {
      return List.of(topic);
    }
    var subjects = schemas.subjects();
    return StreamSupport.stream(worker.topics().spliterator(), false)
        .map(each -> each.path("topic").asText())
        .filter(name -> subjects.contains(SchemaRegistry.valueSubject(name)))
        .sorted()
        .toList();
  }

  private void check(WorkerClient worker, String name, SubjectIds schemas, ArrayNode findings) {
    var partitions = worker.topic(name).path("partitions");
    if (!schemas.isKnown()) {
      output()
          .say(
              "topic %s: the registry has no subject %s, so schema ids were not checked"
                  .formatted(name, schemas.subject()));
    }
    for (var facts : partitions) {
      int number = facts.path("partition").asInt();
      if (partition == null || partition == number) {
        var finding = new PartitionFinding(name, number, partitions.size(), schemas);
        check(worker, name, facts, finding);
        findings.add(finding.json());
      }
    }
  }

  private void check(WorkerClient worker, String name, JsonNode facts, PartitionFinding finding) {
    long committed = facts.path("committedEnd").asLong();
    long end = to == null ? committed : Math.min(to, committed);
    long next =
        from == null ? Math.max(facts.path("logStart").asLong(), end - sample) : from.longValue();
    int left = limit == null ? Integer.MAX_VALUE : limit;
    while (next < end && left > 0) {
      var page =
          worker.records(
              name,
              facts.path("partition").asInt(),
              "?from=%d&to=%d&limit=%d".formatted(next, end, Math.min(PAGE, left)));
      for (var event : page.path("records")) {
        requireUnmasked(name, event);
        finding.check(event);
        left--;
      }
      long reached = page.path("next").asLong();
      if (reached <= next) {
        return;
      }
      next = reached;
    }
  }

  /** A key that is masked has no partition, and a value that is masked has no schema id. */
  private static void requireUnmasked(String name, JsonNode event) {
    var masked = event.path("masked").asText();
    if (!masked.isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "topic %s cannot be checked, because %s: ask for a role without this mask"
              .formatted(name, masked));
    }
  }

  private ExitCode told(ArrayNode findings) {
    long misplaced = sum(findings, "misplaced");
    long foreign = sum(findings, "foreign");
    if (misplaced > 0) {
      output()
          .say(
              Text.count(misplaced)
                  + " events are not in the partition of their key under murmur2: if a replay has"
                  + " delivered them (they have a header 'reprise'), its source topic has another"
                  + " number of partitions: replay into a topic with as many; otherwise set the"
                  + " partitioner of their producer to murmur2_random");
    }
    if (foreign > 0) {
      output()
          .say(
              Text.count(foreign)
                  + " events have a schema id that is not registered under the subject of their"
                  + " topic: their producer sent them to a wrong topic (KAFKA-19012), or registered"
                  + " the schema under another subject; -o json lists their offsets");
    }
    return misplaced + foreign > 0 ? ExitCode.FAILED : ExitCode.DONE;
  }

  private static long sum(ArrayNode findings, String field) {
    long sum = 0;
    for (var finding : findings) {
      sum += finding.path(field).asLong();
    }
    return sum;
  }

  private static String example(JsonNode finding) {
    var foreign = finding.path("foreignEvents").path(0);
    if (foreign.isMissingNode()) {
      return finding.path("example").asText();
    }
    var subjects =
        StreamSupport.stream(foreign.path("subjects").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(", "));
    return "offset %d has schema id %d of %s"
        .formatted(
            foreign.path("offset").asLong(),
            foreign.path("schemaId").asInt(),
            subjects.isEmpty() ? "no subject" : subjects);
  }
}
