package io.reprise.trials.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.local.audit.AuditedRange;
import io.reprise.local.audit.CommittedReader;
import io.reprise.local.dev.DevTopics;
import io.reprise.local.stack.Stack;
import io.reprise.runtime.json.ByteSize;
import io.reprise.runtime.json.Json;
import io.reprise.trials.chaos.series.RunSeries;
import io.reprise.trials.chaos.target.ChaosTarget;
import io.reprise.trials.relay.FaultyRelay;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Replays topics from offset 0 under faults: S3 requests fail, and all faults of {@link Chaos} are
 * injected. During each replay, a producer writes to the topic, and the archiver archives and trims
 * the topic. Each run has its own topic. An instance is used once.
 */
final class ArchiveChaos {
  static final double S3_FAILS_ALWAYS = 0.01;
  private static final int EVENTS = 30_000;
  private static final int LEAST_WRITTEN_PER_SECOND = 500;
  private static final int WRITTEN_SPREAD = 1_000;
  private static final Duration SEAM_LIMIT = Duration.ofSeconds(90);

  private final Stack stack;
  private final FaultyRelay relay;
  private final Consumer<String> narrate;
  private final CommittedReader reader;
  private final ChaosTarget target;
  private final FaultInjector faultInjector;
  private final DeliveryComparison judge;
  private int rebalances;
  private int changedOffsets;
  private long fromArchive;
  private long trimmed;
  private long proven;

  ArchiveChaos(Stack stack, FaultyRelay relay, ChaosTarget target, Consumer<String> narrate) {
    this.stack = stack;
    this.relay = relay;
    this.target = target;
    this.narrate = narrate;
    this.reader = new CommittedReader(stack.bootstrapServers());
    this.faultInjector = new FaultInjector(stack, relay, null);
    this.judge = new DeliveryComparison(stack, reader, narrate);
  }

  /** Returns the archive settings of each run's topic: small segments and a small hot window. */
  static Map<String, TopicConfig> topics(int runs) {
    var topics = new HashMap<String, TopicConfig>();
    for (int number = 1; number <= runs; number++) {
      topics.put(
          topic(number),
          new TopicConfig(
              ArchiveMode.MOVE,
              Duration.ZERO,
              ByteSize.ofKiB(512),
              ByteSize.ofKiB(128),
              Duration.ofSeconds(1),
              null,
              List.of(LiveGroup.GROUP)));
    }
    return topics;
  }

  private static String topic(int number) {
    return "chaos-events-" + number;
  }

  ChaosReport run(RunSeries series, LongFunction<ChaosPlan> planOf) throws InterruptedException {
    long begun = System.nanoTime();
    DevTopics.ensure(stack.bootstrapServers(), Chaos.PARTITIONS, Chaos.TARGET);
    int runs =
        series.carryOut(
            (number, seed) -> {
              var plan = planOf.apply(seed);
              narrate.accept(plan.sentence(number, series.runs()));
              int failures = judge.failures();
              runOne(plan, topic(number));
              return judge.outcome(stack, failures);
            });
    var noticed = new LiveGroup.Report(rebalances, changedOffsets);
    var archive = new ArchiveChaosReport(s3Faults(), fromArchive, trimmed, proven);
    return judge.report(
        runs,
        series.firstSeed(),
        faultInjector,
        noticed,
        archive,
        null,
        (System.nanoTime() - begun) / 1e9);
  }

  private Map<String, Integer> s3Faults() {
    var faults = new TreeMap<String, Integer>();
    relay.done().forEach((fault, count) -> faults.put(fault.name(), count));
    return faults;
  }

  private void runOne(ChaosPlan plan, String topic) throws InterruptedException {
    try {
      DevTopics.ensure(stack.bootstrapServers(), Chaos.PARTITIONS, topic);
      replayWhileWritten(plan, topic);
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      judge.fail(plan, e);
    }
    leave(plan, topic);
    stack.unexpectedEnds().forEach(judge::fail);
  }

  private void replayWhileWritten(ChaosPlan plan, String topic) throws InterruptedException {
    try (var writer =
            new SteadyWriter(stack.bootstrapServers(), topic, Chaos.PARTITIONS, plan.seed());
        var live = new LiveGroup(stack.bootstrapServers(), topic)) {
      writer.write(EVENTS);
      faultInjector.settle(plan);
      writer.keepWriting(LEAST_WRITTEN_PER_SECOND + (int) (plan.seed() % WRITTEN_SPREAD));
      awaitSeam(topic);
      replay(plan, topic, writer);
      prove(plan, topic);
      var noticed = live.report();
      rebalances += noticed.rebalances();
      changedOffsets += noticed.changedOffsets();
    }
  }

  /** Deletes the run's topic, because it would slow down the following runs. */
  private void leave(ChaosPlan plan, String topic) {
    try {
      faultInjector.end();
      DevTopics.remove(stack.bootstrapServers(), topic);
    } catch (RuntimeException e) {
      judge.fail("seed " + plan.seed() + ", while cleaning up after the run: " + e.getMessage());
    }
  }

  private void replay(ChaosPlan plan, String topic, SteadyWriter writer)
      throws InterruptedException {
    target.begin(reader, topic);
    var hot = reader.ranges(topic);
    var run = new ChaosRun(stack, plan, faultInjector, narrate);
    var id = run.run(wholeOf(topic, hot), Chaos.TARGET_NAME);
    long cold = run.planned().at("/archive/offsets").asLong();
    long left = trimmedSince(hot, reader.ranges(topic));
    narrate.accept(
        "  %,d offsets were cold at the start of the run, %,d more at its end"
            .formatted(cold, left));
    fromArchive += cold;
    trimmed += left;
    judge.judge(plan, id, writer.stop().before(hot), target);
  }

  /**
   * Returns the {@code source} of the replay's spec: all offsets of the topic, in each partition
   * from 0 to the end of its range in {@code hot}. The offsets in {@code hot} are in Kafka; the
   * offsets below them are only in the archive.
   */
  private static ObjectNode wholeOf(String topic, List<AuditedRange> hot) {
    var source = Json.json().createObjectNode().put("topic", topic).put("from", 0);
    var to = source.putObject("to");
    hot.forEach(range -> to.put(Integer.toString(range.partition()), range.to()));
    return source;
  }

  /**
   * Counts the offsets of the replayed range that were in Kafka when the replay started, and that
   * the archiver has trimmed since.
   */
  private static long trimmedSince(List<AuditedRange> before, List<AuditedRange> now) {
    return before.stream()
        .mapToLong(b -> Math.min(now.get(b.partition()).from(), b.to()) - b.from())
        .sum();
  }

  /**
   * Waits until the archiver has trimmed a part of every partition from Kafka. A replay must then
   * read that part from the archive.
   */
  private void awaitSeam(String topic) {
    BoundedWait.forState(
        () -> reader.ranges(topic),
        ranges -> ranges.stream().noneMatch(range -> range.from() == 0),
        SEAM_LIMIT,
        ranges ->
            new CommandFailure(
                ExitCode.FAILED,
                "the archiver had not trimmed every partition of '%s' after %d s: %s"
                    .formatted(topic, SEAM_LIMIT.toSeconds(), stack.archiver().status())));
  }

  /** Verifies the archive after the faults have ended: every committed segment must be intact. */
  private void prove(ChaosPlan plan, String topic) {
    relay.calm();
    var request = Json.json().createObjectNode().put("topic", topic);
    JsonNode summary =
        BoundedWait.forAnswer(
            () ->
                stack
                    .archiver()
                    .run("prove", request, (kind, line) -> reportFinding(plan, kind, line)));
    proven += summary.path("records").asLong();
  }

  private void reportFinding(ChaosPlan plan, String kind, JsonNode line) {
    if (kind.equals("finding")) {
      judge.fail(
          "seed %d: %s %s"
              .formatted(plan.seed(), line.path("object").asText(), line.path("problem").asText()));
    }
  }
}
