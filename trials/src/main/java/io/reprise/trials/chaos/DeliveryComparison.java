package io.reprise.trials.chaos;

import io.reprise.cli.command.CommandFailure;
import io.reprise.local.audit.AuditReport;
import io.reprise.local.audit.CommittedReader;
import io.reprise.local.audit.OrderingScope;
import io.reprise.local.audit.SourceRecords;
import io.reprise.local.stack.Stack;
import io.reprise.trials.chaos.series.RunSeries;
import io.reprise.trials.chaos.target.ChaosTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares the records that replays delivered with the records that were written to their source
 * topics, and adds up the results of all replays. Confined to one thread.
 */
final class DeliveryComparison {
  private final Stack stack;
  private final CommittedReader reader;
  private final Consumer<String> narrate;
  private final List<String> failures = new ArrayList<>();
  private int unfinished;
  private long repeats;
  private AuditReport total = new AuditReport(0, 0, 0, 0, 0, 0);

  DeliveryComparison(Stack stack, CommittedReader reader, Consumer<String> narrate) {
    this.stack = stack;
    this.reader = reader;
    this.narrate = narrate;
  }

  /**
   * Records a failure and prints it immediately, so that it is not lost if the chaos command itself
   * fails later.
   */
  void fail(String sentence) {
    narrate.accept("  FAILED " + sentence);
    failures.add(sentence);
  }

  /** Returns the number of failures so far. */
  int failures() {
    return failures.size();
  }

  /**
   * Returns how a run has ended, and records a failure if the run has lost a broker of the stack.
   *
   * @param before the number of failures before the run
   */
  RunSeries.Outcome outcome(Stack stack, int before) {
    try {
      stack.requireBroker();
    } catch (CommandFailure e) {
      fail(String.valueOf(e.getMessage()));
      return RunSeries.Outcome.STACK_LOST;
    }
    return failures.size() == before ? RunSeries.Outcome.CLEAN : RunSeries.Outcome.FAILED;
  }

  /** Records that a run failed. */
  void fail(ChaosPlan plan, RuntimeException cause) {
    if (cause instanceof UnfinishedReplay) {
      unfinished++;
    }
    fail("seed " + plan.seed() + ": " + cause.getMessage());
  }

  /**
   * Compares what a replay has delivered with the source, and with the replay's receipt.
   *
   * @param written the records that the source had when the replay was planned
   */
  void judge(ChaosPlan plan, String id, SourceRecords written, ChaosTarget target) {
    var replay = BoundedWait.forAnswer(() -> stack.api().replay(id));
    var arrived = target.end(reader, unit(plan), replay, written);
    var found = arrived.report();
    total = total.plus(found);
    repeats += arrived.repeats();
    arrived
        .faults()
        .forEach(fault -> fail("seed %d, replay %s: %s".formatted(plan.seed(), id, fault)));
    var receipt = stack.api().receipt(id);
    if (!receipt.path("complete").asBoolean()
        || receipt.path("delivered").asLong() != found.delivered()) {
      fail(
          "seed %d, replay %s: the receipt says delivered %s, the audit %d"
              .formatted(plan.seed(), id, receipt.path("delivered"), found.delivered()));
    }
    narrate.accept(
        "  delivered %,d, missing %d, duplicated %d, out of order %d, repeated %,d; faults of the target: %s"
            .formatted(
                found.delivered(),
                found.missing(),
                found.duplicated(),
                found.outOfOrder(),
                arrived.repeats(),
                arrived.trouble().isEmpty() ? "none" : arrived.trouble()));
  }

  private static OrderingScope unit(ChaosPlan plan) {
    return switch (plan.ordering()) {
      case "PARTITION" -> OrderingScope.PARTITION;
      case "KEY" -> OrderingScope.KEY;
      default -> OrderingScope.NONE;
    };
  }

  /** Returns the results of all runs. */
  ChaosReport report(
      int runs,
      long seed,
      FaultInjector faultInjector,
      LiveGroup.Report noticed,
      @Nullable ArchiveChaosReport archive,
      @Nullable ClusterChaosReport cluster,
      double seconds) {
    if (noticed.changedOffsets() > 0) {
      fail("the live group's committed offsets changed: " + noticed);
    }
    var faults = new TreeMap<String, Integer>();
    faultInjector.done().forEach((fault, count) -> faults.put(fault.name(), count));
    var takeovers = faultInjector.takeoverSeconds().stream().sorted().toList();
    return new ChaosReport(
        runs,
        seed,
        total.delivered(),
        total.missing() + total.altered(),
        total.duplicated(),
        total.outOfOrder(),
        repeats,
        unfinished,
        faults,
        takeovers.size(),
        quantile(takeovers, 0.5),
        quantile(takeovers, 0.99),
        noticed,
        archive,
        cluster,
        Math.round(seconds * 10) / 10.0,
        failures);
  }

  /**
   * Returns a percentile: the smallest value that at least {@code part} of all values do not
   * exceed.
   */
  private static double quantile(List<Double> sorted, double part) {
    return sorted.isEmpty()
        ? 0
        : sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }
}
