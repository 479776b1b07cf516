package io.reprise.launcher.chaos;

import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.CommandFailure;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.launcher.cli.LeafCommand;
import io.reprise.launcher.stack.Scratch;
import io.reprise.launcher.stack.Stack;
import io.reprise.launcher.stack.StackPorts;
import io.reprise.launcher.stack.StackSettings;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.json.Json;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reprise chaos}. */
@Command(
    name = "chaos",
    description = {
      "Replays 50,000 events a run while workers are killed, frozen and added, the broker is restarted",
      "and the replay is paused; then an independent reader compares log and target."
    })
public final class ChaosCommand extends LeafCommand {
  private static final List<Column> REPORT =
      List.of(
          Column.of("runs", "runs"),
          new Column("seed", r -> r.path("seed").asText()),
          Column.of("delivered", "delivered"),
          Column.of("lost", "lost"),
          Column.of("duplicated", "duplicated"),
          Column.of("out of order", "outOfOrder"),
          Column.of("faults", "faults"),
          Column.of("takeover median seconds", "takeoverMedianSeconds"),
          Column.of("takeover p99 seconds", "takeoverP99Seconds"),
          Column.of("live group's rebalances", "liveGroup.rebalances"),
          Column.of("live group's changed offsets", "liveGroup.changedOffsets"),
          Column.of("seconds", "seconds"));

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "how many (default: 5)")
  private int runs;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "decides every fault; run n has seed S + n - 1 (default: from the clock)")
  private @Nullable Long seed;

  @Option(names = "--quick", description = "one short run, in under a minute")
  private boolean quick;

  @Option(
      names = "--stock-broker",
      description = "a broker with Kafka's own limits on sessions, for the honest takeover time")
  private boolean stockBroker;

  @Override
  protected ExitCode run() throws Exception {
    if (runs < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--runs " + runs + ": give at least 1");
    }
    long first = seed == null ? System.currentTimeMillis() % 1_000_000 : seed;
    try (var scratch = Scratch.create("reprise-chaos");
        var stack = Stack.start(settings(scratch))) {
      LongFunction<ChaosPlan> plans = quick ? ChaosPlan::quick : ChaosPlan::of;
      var report = new Chaos(stack, first, output()::say).run(quick ? 1 : runs, first, plans);
      output().one(Json.json().valueToTree(report), REPORT);
      report.failures().forEach(failure -> output().text("- " + failure));
      if (!report.isClean()) {
        output().say("data and logs are kept in " + scratch.keep());
      }
      return report.isClean() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private StackSettings settings(Scratch scratch) {
    var settings =
        StackSettings.of(
            scratch.directory(),
            StackPorts.free(),
            Map.of("copy", new TargetConfig.KafkaTopic(Chaos.TARGET)));
    return stockBroker ? settings.withStockBroker() : settings;
  }
}
