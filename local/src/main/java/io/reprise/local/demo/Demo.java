package io.reprise.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.ProgressDisplay;
import io.reprise.kafka.time.Interruption;
import io.reprise.local.audit.Audit;
import io.reprise.local.audit.AuditedRange;
import io.reprise.local.audit.CommittedReader;
import io.reprise.local.audit.OrderingScope;
import io.reprise.local.audit.SourceRecords;
import io.reprise.local.stack.Stack;
import io.reprise.runtime.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the demonstration on a stack of its own: publishes, archives and replays events, and
 * builds a read model. An instance is used once.
 */
final class Demo {
  static final String TOPIC = "user-events";
  static final String REPLAYED = "user-events-replayed";
  private static final int RATE = 2_500;
  private static final double KILL_AT = 0.25;
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final Stack stack;
  private final Consumer<String> narrate;
  private final CommittedReader reader;

  Demo(Stack stack, Consumer<String> narrate) {
    this.stack = stack;
    this.narrate = narrate;
    this.reader = new CommittedReader(stack.bootstrapServers());
  }

  DemoReport run() {
    long begun = System.nanoTime();
    var publisher = new DemoPublisher(stack);
    publisher.prepare();
    var move = new ArchiveMove(stack, TOPIC, narrate);
    move.hold();
    stack.startSnapshots();
    var model = new DemoReadModel(stack, narrate);
    long published = publisher.publishFirst();
    long snapshots = model.export();
    published += publisher.publishRest();
    var ranges = reader.ranges(TOPIC);
    var source = SourceRecords.read(reader, TOPIC, ranges);
    var moved = move.release();
    var spec = spec(ranges);
    var plan = stack.api().plan(spec);
    long planned = plan.path("records").asLong();
    narrate.accept(
        "planned %,d offsets from 0 on as plan %s: %,d from the archive, %,d from Kafka"
            .formatted(
                planned,
                plan.path("hash").asText(),
                plan.at("/archive/offsets").asLong(),
                planned - plan.at("/archive/offsets").asLong()));
    var id = stack.api().start(spec, plan.path("hash").asText()).path("id").asText();
    var takeover = follow(id, planned);
    verify(id);
    var found =
        new Audit(reader, OrderingScope.PARTITION, id)
            .compare(source, REPLAYED, reader.ranges(REPLAYED));
    var rebuilt = model.rebuild(snapshots);
    return new DemoReport(
        published,
        moved.archived(),
        moved.trimmed(),
        planned,
        found.delivered(),
        plan.at("/archive/offsets").asLong(),
        found.missing() + found.altered(),
        found.duplicated(),
        found.outOfOrder(),
        rebuilt.snapshots(),
        rebuilt.tail(),
        rebuilt.rows(),
        rebuilt.differing(),
        rebuilt.resumed(),
        rebuilt.seconds(),
        seconds(Duration.ofNanos(System.nanoTime() - begun)),
        seconds(takeover));
  }

  private static ObjectNode spec(List<AuditedRange> ranges) {
    var spec =
        Json.json()
            .createObjectNode()
            .put("reason", "demonstration")
            .put("target", "replayed")
            .put("ordering", "PARTITION");
    spec.putObject("throttle").put("recordsPerSecond", RATE);
    spec.set("source", AuditedRange.source(TOPIC, ranges));
    return spec;
  }

  /**
   * Kills the worker that runs most shards, waits until other workers have claimed the shards of
   * the killed worker, and returns how long that took. If no worker runs a shard, kills none and
   * returns null.
   */
  private @Nullable Duration killBusiestWorker(String id) {
    var strike = new WorkerTakeover(stack, id);
    var busiest = strike.busiest();
    if (busiest.isEmpty()) {
      return null;
    }
    var victim = busiest.get();
    narrate.accept("killing a worker (SIGKILL)");
    var takeover = strike.after(victim, () -> stack.kill(victim)).orElse(Duration.ZERO);
    narrate.accept("its shards were taken over in %.1f s".formatted(seconds(takeover)));
    return takeover;
  }

  /**
   * Waits for the end of the replay. Kills one worker after the replay has delivered a part of its
   * records. Returns the time until other workers had claimed the killed worker's shards; zero if
   * no worker was killed.
   */
  private Duration follow(String id, long planned) {
    Duration takeover = null;
    try (var progress = new ProgressDisplay("replayed", planned)) {
      while (true) {
        var summary = stack.api().replay(id).path("summary");
        long accounted = summary.path("accounted").asLong();
        progress.at(accounted);
        if (takeover == null && accounted > planned * KILL_AT) {
          takeover = killBusiestWorker(id);
        }
        if (!summary.path("endedAt").isMissingNode()) {
          requireCompleted(summary);
          return takeover == null ? Duration.ZERO : takeover;
        }
        Interruption.sleep(INTERVAL);
      }
    }
  }

  private static void requireCompleted(JsonNode summary) {
    if (!summary.path("state").asText().equals("COMPLETED")) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the replay ended as %s: %s"
              .formatted(summary.path("state").asText(), summary.path("cause").asText()));
    }
  }

  private void verify(String id) {
    var verification = stack.api().verify(id);
    if (!verification.path("verified").asBoolean()) {
      throw new CommandFailure(
          ExitCode.FAILED, "the receipt is wrong: " + verification.path("findings"));
    }
    narrate.accept("receipt verified: digest " + stack.api().receipt(id).path("digest").asText());
  }

  private static double seconds(Duration duration) {
    return Math.round(duration.toMillis() / 10.0) / 100.0;
  }
}
