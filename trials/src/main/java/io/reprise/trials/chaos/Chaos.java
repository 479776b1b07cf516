package io.reprise.trials.chaos;

import io.reprise.local.audit.CommittedReader;
import io.reprise.local.audit.SourceRecords;
import io.reprise.local.dev.DevTopics;
import io.reprise.local.stack.Stack;
import io.reprise.runtime.json.Json;
import io.reprise.trials.chaos.series.RunSeries;
import io.reprise.trials.chaos.target.ChaosTarget;
import io.reprise.trials.load.TopicLoad;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** Carries out all chaos runs of one command on one stack. An instance is used once. */
final class Chaos {
  static final String TARGET = "chaos-copy";
  static final String TARGET_NAME = "copy";
  static final int PARTITIONS = 4;
  static final String SOURCE = "chaos-events";
  private static final TopicLoad LOAD = new TopicLoad(50_000, 500, 200);

  private final Stack stack;
  private final @Nullable BrokerFaults brokers;
  private final ChaosTarget target;
  private final Consumer<String> narrate;
  private final CommittedReader reader;
  private final FaultInjector faultInjector;
  private final DeliveryComparison judge;

  /**
   * Prepares runs on one stack.
   *
   * @param brokers injects faults into the brokers of a cluster; null for a stack with one broker
   * @param target the target that the workers of the stack know as {@value #TARGET_NAME}
   */
  Chaos(Stack stack, @Nullable BrokerFaults brokers, ChaosTarget target, Consumer<String> narrate) {
    this.stack = stack;
    this.brokers = brokers;
    this.target = target;
    this.narrate = narrate;
    this.reader = new CommittedReader(stack.bootstrapServers());
    this.faultInjector = new FaultInjector(stack, null, brokers);
    this.judge = new DeliveryComparison(stack, reader, narrate);
  }

  ChaosReport run(RunSeries series, LongFunction<ChaosPlan> planOf) throws InterruptedException {
    long begun = System.nanoTime();
    DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, SOURCE, TARGET);
    LOAD.publish(stack.bootstrapServers(), SOURCE);
    var written = SourceRecords.read(reader, SOURCE, reader.ranges(SOURCE));
    if (written.count() < LOAD.events()) {
      judge.fail("only %d events of %d are in the log".formatted(written.count(), LOAD.events()));
    }
    try (var live = new LiveGroup(stack.bootstrapServers(), SOURCE)) {
      int runs =
          series.carryOut(
              (number, seed) -> {
                var plan = planOf.apply(seed);
                narrate.accept(plan.sentence(number, series.runs()));
                int failures = judge.failures();
                runOne(plan, written);
                return judge.outcome(stack, failures);
              });
      var cluster = brokers == null ? null : brokers.report();
      return judge.report(
          runs,
          series.firstSeed(),
          faultInjector,
          noticed(live),
          null,
          cluster,
          (System.nanoTime() - begun) / 1e9);
    }
  }

  private LiveGroup.Report noticed(LiveGroup live) {
    try {
      return live.report();
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      judge.fail("the offsets of the live group cannot be read: " + e.getMessage());
      return LiveGroup.Report.NONE;
    }
  }

  private void runOne(ChaosPlan plan, SourceRecords written) {
    try {
      faultInjector.settle(plan);
      target.begin(reader, SOURCE);
      var source = Json.json().createObjectNode().put("topic", SOURCE);
      var id = new ChaosRun(stack, plan, faultInjector, narrate).run(source, TARGET_NAME);
      judge.judge(plan, id, written, target);
      if (brokers != null) {
        brokers.weakTopics().forEach(judge::fail);
      }
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      judge.fail(plan, e);
      endFaults(plan);
    }
    stack.unexpectedEnds().forEach(judge::fail);
  }

  private void endFaults(ChaosPlan plan) {
    try {
      faultInjector.end();
    } catch (RuntimeException e) {
      judge.fail("seed " + plan.seed() + ", while ending its faults: " + e.getMessage());
    }
  }
}
