package io.reprise.cli.audit;

import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.replay.WorkerOption;
import io.reprise.runtime.json.Json;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise audit list}. */
@Command(
    name = "list",
    description = {
      "Prints what was asked of the services, the oldest first: requests that may change something,"
          + " and requests that were refused.",
      "Needs the permission to read the topic reprise.audit."
    })
final class AuditListCommand extends LeafCommand {
  @Mixin private WorkerOption workers = new WorkerOption();
  @Mixin private TimeOptions times = new TimeOptions();
  @Mixin private ActionFilter filter = new ActionFilter();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "-24h",
      description =
          "Begin at this time, for example 14:02, 'yesterday 14:02', -2h or 2026-11-29T08:30:00Z"
              + " (default: -24h).")
  private String since = "-24h";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "Print the newest N records that match (default: 100).")
  private int limit = 100;

  @Override
  protected ExitCode run() {
    if (limit < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--limit %d: must be at least 1".formatted(limit));
    }
    filter.requireKnownNames();
    var from = times.time("--since", since, output());
    var newest = new NewestActions(limit);
    ActionRecords.since(workers.client(), from == null ? Instant.EPOCH : from)
        .read(
            action -> {
              if (filter.matches(action)) {
                newest.add(action);
              }
            });
    var list = Json.json().createArrayNode();
    newest.inOrder().forEach(list::add);
    output().list(list, ActionColumns.in(times.shown()));
    if (newest.isCut()) {
      output().say("Older records that match are not shown: --limit %d.".formatted(limit));
    }
    return ExitCode.DONE;
  }
}
