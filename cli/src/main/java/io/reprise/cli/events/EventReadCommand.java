package io.reprise.cli.events;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.replay.WorkerOption;
import io.reprise.cli.schemas.RegistryOption;
import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise events read}. */
@Command(
    name = "read",
    description = {
      "Prints the events of a topic in the order of their timestamps, over all partitions, with Avro"
          + " values as JSON.",
      "A value that cannot be decoded is shown with the reason, and the command exits with 1. So is"
          + " an event for which --where has no result."
    })
final class EventReadCommand extends LeafCommand {
  private static final Duration RETRY_LIMIT = Duration.ofSeconds(30);

  @Mixin private WorkerOption workers = new WorkerOption();
  @Mixin private RegistryOption registry = new RegistryOption();
  @Mixin private EventOptions events = new EventOptions();
  @Mixin private WindowOptions window = new WindowOptions();
  @Mixin private ValueOptions values = new ValueOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Print at most N events (default: all).")
  private @Nullable Integer limit;

  @Override
  protected ExitCode run() {
    if (limit != null && limit < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--limit %d: must be at least 1".formatted(limit));
    }
    try (var schemas = new EventSchemas(registry::client)) {
      return read(limit == null ? Integer.MAX_VALUE : limit, schemas);
    }
  }

  private ExitCode read(int wanted, EventSchemas schemas) {
    var filter = events.filter(schemas);
    var worker = workers.client();
    var pages =
        new RetriedPages(
            RecordPages.of(worker, events.topic()), RETRY_LIMIT, output()::say, Ticker.SYSTEM);
    var windows =
        window.windows(
            worker, events.topic(), () -> events.partitions(worker), events.times(), output());
    var merged =
        new MergedEvents(
            windows.stream()
                .map(w -> new PartitionEvents(pages, w, EventOptions.pageSize(filter, wanted)))
                .toList());
    return values.print(
        output(), schemas, events.times(), printer -> print(merged, filter, wanted, printer));
  }

  private static void print(
      MergedEvents merged, EventFilter filter, int wanted, EventPrinter printer) {
    int printed = 0;
    for (var event = merged.poll(); event != null; event = merged.poll()) {
      var selected = filter.select(event);
      if (selected != null) {
        printer.print(selected);
        if (++printed == wanted) {
          return;
        }
      }
    }
  }
}
