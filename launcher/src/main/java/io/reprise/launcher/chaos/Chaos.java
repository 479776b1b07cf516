package io.reprise.launcher.chaos;

import io.reprise.launcher.audit.Audit;
import io.reprise.launcher.audit.AuditReport;
import io.reprise.launcher.audit.CommittedReader;
import io.reprise.launcher.audit.OrderUnit;
import io.reprise.launcher.audit.PartitionRange;
import io.reprise.launcher.dev.DevTopics;
import io.reprise.launcher.load.TopicLoad;
import io.reprise.launcher.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** All runs of one invocation, on one stack. Used once. */
final class Chaos {
  static final String TARGET = "chaos-copy";
  private static final String SOURCE = "chaos-events";
  private static final int PARTITIONS = 4;
  private static final TopicLoad LOAD = new TopicLoad(50_000, 500, 200);

  private final Stack stack;
  private final Consumer<String> narrate;
  private final CommittedReader reader;
  private final Harm harm;
  private final List<String> failures = new ArrayList<>();
  private AuditReport total = new AuditReport(0, 0, 0, 0, 0, 0);

  Chaos(Stack stack, long seed, Consumer<String> narrate) {
    this.stack = stack;
    this.narrate = narrate;
    this.reader = new CommittedReader(stack.bootstrapServers());
    this.harm = new Harm(stack, new Random(seed), stack.session());
  }

  ChaosReport run(int runs, long seed, LongFunction<ChaosPlan> planOf) throws InterruptedException {
    long begun = System.nanoTime();
    DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, SOURCE, TARGET);
    LOAD.publish(stack.bootstrapServers(), SOURCE);
    try (var live = new LiveGroup(stack.bootstrapServers(), SOURCE)) {
      for (int i = 0; i < runs; i++) {
        runOne(i + 1, runs, planOf.apply(seed + i));
      }
      var noticed = live.report();
      if (noticed.changedOffsets() > 0) {
        failures.add("the live group's committed offsets changed: " + noticed);
      }
      return report(runs, seed, noticed, (System.nanoTime() - begun) / 1e9);
    }
  }

  private void runOne(int number, int runs, ChaosPlan plan) throws InterruptedException {
    narrate.accept(
        "run %d of %d, seed %d: %s at %,d/s, %s"
            .formatted(
                number,
                runs,
                plan.seed(),
                plan.ordering(),
                plan.recordsPerSecond(),
                plan.strikes().stream().map(s -> s.fault().name()).toList()));
    try {
      harm.settle();
      var before = reader.ranges(TARGET);
      var id = new ChaosRun(stack, plan, harm, narrate).run(SOURCE, "copy");
      judge(plan, id, before);
    } catch (RuntimeException e) {
      harm.thawAll();
      failures.add("seed " + plan.seed() + ": " + e.getMessage());
    }
    failures.addAll(stack.unexpectedEnds());
  }

  private Audit audit(ChaosPlan plan, String id) {
    var order =
        switch (plan.ordering()) {
          case "PARTITION" -> OrderUnit.PARTITION;
          case "KEY" -> OrderUnit.KEY;
          default -> OrderUnit.NONE;
        };
    return new Audit(reader, order, id);
  }

  private List<PartitionRange> writtenSince(List<PartitionRange> before) {
    return reader.ranges(TARGET).stream()
        .map(now -> new PartitionRange(now.partition(), before.get(now.partition()).to(), now.to()))
        .toList();
  }

  private void judge(ChaosPlan plan, String id, List<PartitionRange> before) {
    var audit = audit(plan, id);
    var found = audit.compare(SOURCE, reader.ranges(SOURCE), TARGET, writtenSince(before));
    total = total.plus(found);
    if (!found.isClean() || found.delivered() < LOAD.events()) {
      failures.add("seed %d, replay %s: %s %s".formatted(plan.seed(), id, found, audit.examples()));
    }
    var receipt = stack.api().receipt(id);
    if (!receipt.path("complete").asBoolean()
        || receipt.path("delivered").asLong() != found.delivered()) {
      failures.add(
          "seed %d, replay %s: the receipt says delivered %s, the audit %d"
              .formatted(plan.seed(), id, receipt.path("delivered"), found.delivered()));
    }
    narrate.accept(
        "  delivered %,d, missing %d, duplicated %d, out of order %d"
            .formatted(found.delivered(), found.missing(), found.duplicated(), found.outOfOrder()));
  }

  private ChaosReport report(int runs, long seed, LiveGroup.Report noticed, double seconds) {
    var faults = new TreeMap<String, Integer>();
    harm.done().forEach((fault, count) -> faults.put(fault.name(), count));
    var takeovers = harm.takeoverSeconds().stream().sorted().toList();
    return new ChaosReport(
        runs,
        seed,
        total.delivered(),
        total.missing() + total.altered(),
        total.duplicated(),
        total.outOfOrder(),
        faults,
        takeovers.size(),
        quantile(takeovers, 0.5),
        quantile(takeovers, 0.99),
        noticed,
        Math.round(seconds * 10) / 10.0,
        failures);
  }

  /** The smallest value that at least this part of all values does not exceed. */
  private static double quantile(List<Double> sorted, double part) {
    return sorted.isEmpty()
        ? 0
        : sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }
}
