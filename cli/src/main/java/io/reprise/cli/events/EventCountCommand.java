package io.reprise.cli.events;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.replay.WorkerOption;
import io.reprise.kafka.time.Ticker;
import io.reprise.runtime.json.Json;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Implements {@code reprise events count}. */
@Command(
    name = "count",
    description = {
      "Counts the events of a topic that match, for each partition and in total. Reads the whole"
          + " range, so the count is exact.",
      "OFFSETS is the number of offsets in the range. It is higher than the number of events where"
          + " offsets have no event: transaction markers, aborted events and compacted events."
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

  @Mixin private WorkerOption workers = new WorkerOption();
  @Mixin private EventOptions events = new EventOptions();
  @Mixin private WindowOptions window = new WindowOptions();

  @Override
  protected ExitCode run() {
    var worker = workers.client();
    var pages =
        new RetriedPages(
            RecordPages.of(worker, events.topic()), RETRY_LIMIT, output()::say, Ticker.SYSTEM);
    var windows =
        window.windows(
            worker, events.topic(), () -> events.partitions(worker), events.times(), output());
    var counts = Json.json().createArrayNode();
    windows.forEach(w -> counts.add(count(new PartitionEvents(pages, w, PAGE))));
    print(counts);
    return ExitCode.DONE;
  }

  private ObjectNode count(PartitionEvents partition) {
    var filter = events.filter();
    long count = 0;
    for (var event = partition.poll(); event != null; event = partition.poll()) {
      if (filter.passes(event)) {
        count++;
      }
    }
    return Json.json()
        .createObjectNode()
        .put("partition", partition.partition())
        .put("from", partition.start())
        .put("to", partition.end())
        .put("offsets", partition.end() - partition.start())
        .put("events", count);
  }

  private void print(ArrayNode counts) {
    var total =
        Json.json()
            .createObjectNode()
            .put("offsets", sum(counts, "offsets"))
            .put("events", sum(counts, "events"));
    if (output().isTable()) {
      output().list(counts.add(total), COUNTS);
      return;
    }
    var document = Json.json().createObjectNode().put("topic", events.topic());
    document.set("partitions", counts);
    document.setAll(total);
    output().document(document);
  }

  private static long sum(ArrayNode counts, String field) {
    long sum = 0;
    for (var count : counts) {
      sum += count.path(field).asLong();
    }
    return sum;
  }
}
