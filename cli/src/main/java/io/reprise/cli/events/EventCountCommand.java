package io.reprise.cli.events;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import io.reprise.cli.replay.WorkerOption;
import io.reprise.cli.schemas.RegistryOption;
import io.reprise.kafka.time.Ticker;
import io.reprise.runtime.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Implements {@code reprise events count}. */
@Command(
    name = "count",
    description = {
      "Counts the events of a topic that match, for each partition and in total. Reads the whole"
          + " range, so the count is exact.",
      "OFFSETS is the number of offsets in the range. It is higher than the number of events where"
          + " offsets have no event: transaction markers, aborted events and compacted events.",
      "With --where, FAILED is the number of events for which the expression has no result. They"
          + " are not in EVENTS, and if there are any, the command exits with 1."
    })
final class EventCountCommand extends LeafCommand {
  private static final int PAGE = 1_000;
  private static final Duration RETRY_LIMIT = Duration.ofSeconds(30);
  private static final List<TableColumn> COUNTS =
      List.of(
          new TableColumn("PARTITION", c -> c.path("partition").asText("total")),
          new TableColumn("FROM", c -> c.path("from").asText()),
          new TableColumn("TO", c -> c.path("to").asText()),
          TableColumn.of("OFFSETS", "offsets"),
          TableColumn.of("EVENTS", "events"));
  private static final TableColumn FAILED = TableColumn.of("FAILED", "failed");

  @Mixin private WorkerOption workers = new WorkerOption();
  @Mixin private RegistryOption registry = new RegistryOption();
  @Mixin private EventOptions events = new EventOptions();
  @Mixin private WindowOptions window = new WindowOptions();

  private @Nullable StoredEvent firstFailed;
  private long withEvent;

  @Override
  protected ExitCode run() {
    try (var schemas = new EventSchemas(registry::client)) {
      return count(events.filter(schemas));
    }
  }

  private ExitCode count(EventFilter filter) {
    var worker = workers.client();
    var pages =
        new RetriedPages(
            RecordPages.of(worker, events.topic()), RETRY_LIMIT, output()::say, Ticker.SYSTEM);
    var windows =
        window.windows(
            worker, events.topic(), () -> events.partitions(worker), events.times(), output());
    var counts = Json.json().createArrayNode();
    windows.forEach(w -> counts.add(count(new PartitionEvents(pages, w, PAGE), filter)));
    long failed = sum(counts, "failed");
    print(counts, failed);
    return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private ObjectNode count(PartitionEvents partition, EventFilter filter) {
    long count = 0;
    long failed = 0;
    for (var event = partition.poll(); event != null; event = partition.poll()) {
      withEvent++;
      var selected = filter.select(event);
      if (selected != null && selected.whereFault() != null) {
        failed++;
        firstFailed = firstFailed == null ? selected : firstFailed;
      } else if (selected != null) {
        count++;
      }
    }
    var counts =
        Json.json()
            .createObjectNode()
            .put("partition", partition.partition())
            .put("from", partition.start())
            .put("to", partition.end())
            .put("offsets", partition.end() - partition.start())
            .put("events", count);
    return events.hasWhere() ? counts.put("failed", failed) : counts;
  }

  private void print(ArrayNode counts, long failed) {
    var total =
        Json.json()
            .createObjectNode()
            .put("offsets", sum(counts, "offsets"))
            .put("events", sum(counts, "events"));
    if (events.hasWhere()) {
      total.put("failed", failed);
    }
    if (output().isTable()) {
      output().list(counts.add(total), columns());
      explainOffsets(total.path("offsets").asLong() - withEvent);
    } else {
      var document = Json.json().createObjectNode().put("topic", events.topic());
      document.set("partitions", counts);
      document.setAll(total);
      output().document(document);
    }
    if (firstFailed != null) {
      output()
          .say(
              ("--where has no result for %s of the events read, the first in partition %d at"
                      + " offset %d: %s")
                  .formatted(
                      Text.count(failed),
                      firstFailed.partition(),
                      firstFailed.offset(),
                      firstFailed.whereFault()));
    }
  }

  /** Prints why there are more offsets than events. */
  private void explainOffsets(long withoutEvent) {
    if (withoutEvent > 0) {
      output()
          .text(
              "%s of the offsets have no event: they are transaction markers, or holes that aborted or"
                      .formatted(Text.count(withoutEvent))
                  + " compacted events have left.");
    }
  }

  private List<TableColumn> columns() {
    if (!events.hasWhere()) {
      return COUNTS;
    }
    var columns = new ArrayList<>(COUNTS);
    columns.add(FAILED);
    return columns;
  }

  private static long sum(ArrayNode counts, String field) {
    long sum = 0;
    for (var count : counts) {
      sum += count.path(field).asLong();
    }
    return sum;
  }
}
