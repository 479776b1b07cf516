package io.reprise.trials.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.output.TableColumn;
import io.reprise.local.process.GracefulExit;
import io.reprise.local.stack.ScratchDirectory;
import io.reprise.runtime.json.Json;
import io.reprise.trials.bench.measure.BenchEffort;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.BenchReport;
import io.reprise.trials.bench.measure.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Implements {@code reprise bench}. */
@Command(
    name = "bench",
    description = {
      "Measures Reprise on this machine, on a temporary stack, and compares it with other programs"
          + " for the same work, such as Kafka's own tools.",
      "Each comparison measures Reprise and the other program alternately. Every such pair of"
          + " measurements gives one ratio; the report shows the median ratio. The exit code is"
          + " non-zero only if a measurement failed."
    })
public final class BenchCommand extends LeafCommand {
  private static final List<TableColumn> FIGURES =
      List.of(
          TableColumn.of("figure", "name"),
          new TableColumn("value", f -> number(f.path("value"))),
          TableColumn.of("unit", "unit"),
          TableColumn.of("peer", "peer"),
          new TableColumn("peer's", f -> number(f.path("peerValue"))),
          new TableColumn("ratio", f -> number(f.path("ratio"))),
          new TableColumn("goal", BenchCommand::goal),
          TableColumn.of("met", "met"),
          new TableColumn("spread", BenchCommand::spread));

  @Parameters(
      paramLabel = "NAME",
      description = "What to measure: ${COMPLETION-CANDIDATES}.",
      completionCandidates = BenchNames.class,
      converter = BenchNames.class)
  private BenchName name;

  @Option(
      names = "--quick",
      description =
          "Measures less data, in under a minute (overhead: about two), so the figures are only"
              + " rough.")
  private boolean quick;

  @Option(
      names = "--heap-records",
      paramLabel = "N",
      defaultValue = "50000000",
      description =
          "With `reprise bench archive`: how many records of 100 bytes are archived to measure the"
              + " figure archive-heap. Ignored with --quick (default: 50000000).")
  private int heapRecords;

  @Option(
      names = "--limit",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description =
          "With `reprise bench overhead`: about how long the bench takes in total. A longer bench"
              + " measures more rounds, but never fewer than three. Ignored with --quick (default:"
              + " 5m).")
  private Duration limit;

  @Override
  protected ExitCode run() throws InterruptedException {
    var machine = Machine.here();
    var effort = quick ? BenchEffort.QUICK : BenchEffort.FULL;
    long begun = System.nanoTime();
    try (var exit = GracefulExit.ofThisThread();
        var scratch = ScratchDirectory.create("reprise-bench")) {
      var figures =
          name.bench()
              .measure(
                  new BenchEnvironment(
                      scratch.directory(), effort, heapRecords, limit, output()::say));
      double seconds = Math.round((System.nanoTime() - begun) / 1e8) / 10.0;
      print(new BenchReport(name.commandLineName(), effort, machine, figures, seconds));
    }
    return ExitCode.DONE;
  }

  private void print(BenchReport report) {
    JsonNode tree = Json.json().valueToTree(report);
    if (!output().isTable()) {
      output().document(tree);
      return;
    }
    output().list(tree.path("figures"), FIGURES);
    for (var figure : report.figures()) {
      output().text(figure.name() + ": " + figure.note());
    }
  }

  private static String number(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%,.2f", value.asDouble()) : "";
  }

  private static String goal(JsonNode figure) {
    return (figure.path("goalIs").asText() + " " + number(figure.path("goal"))).strip();
  }

  private static String spread(JsonNode figure) {
    return number(figure.at("/spread/0")) + " to " + number(figure.at("/spread/1"));
  }
}
