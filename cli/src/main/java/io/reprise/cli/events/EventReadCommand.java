package io.reprise.cli.events;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.replay.WorkerOption;
import io.reprise.cli.schemas.RegistryOption;
import io.reprise.runtime.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise events read}. */
@Command(
    name = "read",
    description =
        "Prints the events of one partition in an offset range, with Avro values as JSON.")
final class EventReadCommand extends LeafCommand {
  private static final int PAGE = 500;
  private static final List<TableColumn> EVENTS =
      List.of(
          new TableColumn("OFFSET", e -> e.path("offset").asText()),
          TableColumn.of("TIMESTAMP", "timestamp"),
          TableColumn.of("KEY", "key"),
          TableColumn.of("TYPE", "type"),
          TableColumn.of("VALUE", "value"));

  @Mixin private WorkerOption workers = new WorkerOption();

  @Mixin private RegistryOption registry = new RegistryOption();

  @Option(
      names = "--topic",
      required = true,
      paramLabel = "TOPIC",
      description = "The topic to read.")
  private String topic;

  @Option(
      names = "--partition",
      required = true,
      paramLabel = "P",
      description = "The number of the partition to read.")
  private int partition;

  @Option(
      names = "--from-offset",
      paramLabel = "A",
      description = "The first offset to print (default: the first offset that is still stored).")
  private @Nullable Long from;

  @Option(
      names = "--to-offset",
      paramLabel = "B",
      description =
          "Print only events below this offset (default: all up to the last committed event).")
  private @Nullable Long to;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Print at most N events (default: all).")
  private @Nullable Integer limit;

  @Override
  protected ExitCode run() {
    if (partition < 0 || (limit != null && limit < 1)) {
      throw new CommandFailure(
          ExitCode.USAGE, "--partition must be at least 0 and --limit at least 1");
    }
    try (var schemas = registry.client()) {
      output().list(read(new ValueText(schemas)), EVENTS);
    }
    return ExitCode.DONE;
  }

  private ArrayNode read(ValueText values) {
    var events = Json.json().createArrayNode();
    var worker = workers.client();
    Long next = from;
    Long end = to;
    int left = limit == null ? Integer.MAX_VALUE : limit;
    while (left > 0) {
      var page = worker.records(topic, partition, query(next, end, Math.min(PAGE, left)));
      for (var node : page.path("records")) {
        events.add(event((ObjectNode) node, values));
        left--;
      }
      next = page.path("next").asLong();
      end = page.path("to").asLong();
      if (next >= end) {
        break;
      }
    }
    return events;
  }

  private static ObjectNode event(ObjectNode event, ValueText values) {
    event.set("value", values.of(event.path("valueBase64")));
    event.remove("valueBase64");
    for (var header : event.path("headers")) {
      if (header.path("name").asText().equals("ce_type")) {
        event.set("type", header.path("value"));
      }
    }
    return event;
  }

  private static String query(@Nullable Long from, @Nullable Long to, int limit) {
    return "?limit="
        + limit
        + (from == null ? "" : "&from=" + from)
        + (to == null ? "" : "&to=" + to);
  }
}
