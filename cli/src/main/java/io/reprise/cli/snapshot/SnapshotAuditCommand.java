package io.reprise.cli.snapshot;

import io.reprise.cli.archive.LongTask;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.runtime.json.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise snapshot audit}. */
@Command(
    name = "audit",
    description =
        "Checks snapshots: compares the state that the snapshot and the newer events give with the"
            + " state that all events give, for a random sample of keys. Exits with 0 only if no"
            + " key differs and no partition was skipped.")
final class SnapshotAuditCommand extends LeafCommand {
  private static final List<TableColumn> SUMMARY =
      List.of(
          TableColumn.of("keys compared", "keys"),
          TableColumn.of("events read", "events"),
          TableColumn.of("keys differing", "differing"),
          TableColumn.of("partitions skipped", "skipped"));

  @Mixin private CompactorOption compactor = new CompactorOption();
  @Mixin private ReducerOption reducer = new ReducerOption();

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many keys of each partition to compare (default: 100).")
  private int sample;

  @Override
  protected ExitCode run() {
    try (var task = new LongTask("auditing", (kind, line) -> output().say(kind + " " + line))) {
      var request =
          Json.json()
              .createObjectNode()
              .put("topic", reducer.topic())
              .put("reducer", reducer.id().toString())
              .put("sample", sample);
      var summary = compactor.client().audit(request, task);
      output().one(summary, SUMMARY);
      boolean proven = summary.path("differing").asLong() == 0 && summary.path("skipped").isEmpty();
      return proven ? ExitCode.DONE : ExitCode.FAILED;
    }
  }
}
