package io.reprise.cli.events;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.OutputFormat;
import io.reprise.cli.replay.WorkerOption;
import io.reprise.cli.schemas.RegistryOption;
import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise events tail}. */
@Command(
    name = "tail",
    description = {
      "Prints the last events of a topic in the order of their timestamps, over all partitions.",
      "With --follow, also prints each new event soon after it is committed, until Ctrl-C.",
      "A value that cannot be decoded is shown with the reason, and the command exits with 1. So is"
          + " an event for which --where has no result."
    })
final class EventTailCommand extends LeafCommand {
  private static final Duration RETRY_LIMIT = Duration.ofSeconds(30);
  private static final Duration FOLLOW_RETRY_LIMIT = Duration.ofMinutes(5);

  @Mixin private WorkerOption workers = new WorkerOption();
  @Mixin private RegistryOption registry = new RegistryOption();
  @Mixin private EventOptions events = new EventOptions();
  @Mixin private ValueOptions values = new ValueOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Print the last N events that match (default: 10). With --follow, 0 prints new events"
              + " only.")
  private int limit = 10;

  @Option(
      names = "--follow",
      description =
          "Continue with new events. If the worker or Kafka cannot be reached, the command says so"
              + " and tries again for up to 5 minutes. Not with -o json or -o yaml.")
  private boolean follow;

  @Override
  protected ExitCode run() {
    if (limit < (follow ? 0 : 1)) {
      throw new CommandFailure(
          ExitCode.USAGE, "--limit %d: must be at least %d".formatted(limit, follow ? 0 : 1));
    }
    if (follow && !output().isTable() && output().format() != OutputFormat.JSONL) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--follow has no end, so it prints no whole document: use -o jsonl, one object a line");
    }
    try (var schemas = new EventSchemas(registry::client)) {
      return tail(schemas);
    }
  }

  private ExitCode tail(EventSchemas schemas) {
    var filter = events.filter(schemas);
    var worker = workers.client();
    var pages =
        new RetriedPages(
            RecordPages.of(worker, events.topic()),
            follow ? FOLLOW_RETRY_LIMIT : RETRY_LIMIT,
            output()::say,
            Ticker.SYSTEM);
    var tail = new TopicTail(pages, filter, Ticker.SYSTEM);
    var named = events.named();
    var ends = tail.ends(worker.topic(events.topic()), named);
    return values.print(
        output(),
        schemas,
        events.times(),
        printer -> {
          tail.last(ends, limit).forEach(printer::print);
          if (follow) {
            printer.flush();
            tail.follow(ends, printer::print, printer::flush);
          }
        });
  }
}
