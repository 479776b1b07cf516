package io.reprise.cli.audit;

import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.OutputFormat;
import io.reprise.cli.replay.WorkerOption;
import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Implements {@code reprise audit tail}. */
@Command(
    name = "tail",
    description = {
      "Prints each request that may change something or was refused soon after it was answered,"
          + " until Ctrl-C.",
      "Needs the permission to read the topic reprise.audit."
    })
final class AuditTailCommand extends LeafCommand {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Mixin private WorkerOption workers = new WorkerOption();
  @Mixin private TimeOptions times = new TimeOptions();
  @Mixin private ActionFilter filter = new ActionFilter();

  @Override
  protected ExitCode run() {
    filter.requireKnownNames();
    if (!output().isTable() && output().format() != OutputFormat.JSONL) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "audit tail has no end, so it prints no whole document: use -o jsonl, one object a line");
    }
    var actions = ActionRecords.since(workers.client(), times.now());
    try (var printed = output().stream(ActionColumns.in(times.shown()))) {
      while (!Thread.currentThread().isInterrupted()) {
        actions.read(
            action -> {
              if (filter.matches(action)) {
                printed.add(action);
              }
            });
        printed.flush();
        Ticker.SYSTEM.sleep(PAUSE);
      }
    }
    return ExitCode.DONE;
  }
}
