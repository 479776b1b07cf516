package io.reprise.trials.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.local.stack.Stack;
import io.reprise.runtime.json.Json;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs one replay from start to end while faults are injected. An instance is used once. */
final class ChaosRun {
  /** How long a replay may take after the last fault of its run. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(60);

  private final Stack stack;
  private final ChaosPlan plan;
  private final FaultInjector faultInjector;
  private final Consumer<String> narrate;
  private JsonNode planned = MissingNode.getInstance();

  ChaosRun(Stack stack, ChaosPlan plan, FaultInjector faultInjector, Consumer<String> narrate) {
    this.stack = stack;
    this.plan = plan;
    this.faultInjector = faultInjector;
    this.narrate = narrate;
  }

  /**
   * Starts the replay and waits for its end.
   *
   * @param source the {@code source} of the replay's spec
   * @return the replay's id
   * @throws CommandFailure when the replay does not complete
   * @throws UnfinishedReplay when the replay has not ended 4 minutes after the last fault
   */
  String run(ObjectNode source, String target) throws InterruptedException {
    return run(start(source, target));
  }

  private String run(String id) throws InterruptedException {
    var strikes = plan.strikes().iterator();
    var next = strikes.hasNext() ? strikes.next() : null;
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      var summary = patiently(() -> stack.api().replay(id).path("summary"));
      if (!summary.path("endedAt").isMissingNode()) {
        faultInjector.end();
        requireCompleted(summary);
        return id;
      }
      if (next != null && fraction(summary) >= next.atFraction()) {
        narrate.accept("  %3.0f %% %s".formatted(fraction(summary) * 100, next.fault()));
        faultInjector.inject(next.fault(), id);
        next = strikes.hasNext() ? strikes.next() : null;
        end = System.nanoTime() + LIMIT.toNanos();
      }
      if (System.nanoTime() > end) {
        throw new UnfinishedReplay(id, summary.path("state").asText(), fraction(summary), LIMIT);
      }
      Thread.sleep(INTERVAL.toMillis());
    }
  }

  /**
   * Starts the replay. If the request was refused, or certainly did not arrive, plans the replay
   * again and sends another request.
   */
  private String start(ObjectNode source, String target) throws InterruptedException {
    var spec = spec(source, target);
    long end = System.nanoTime() + REQUEST_LIMIT.toNanos();
    while (true) {
      planned = patiently(() -> stack.api().plan(spec));
      try {
        return stack.api().start(spec, planned.path("hash").asText()).path("id").asText();
      } catch (CommandFailure e) {
        boolean surely = e.exitCode() == ExitCode.UNREACHABLE || e.exitCode() == ExitCode.REFUSED;
        if (!surely || System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(INTERVAL.toMillis());
      }
    }
  }

  /** Returns the plan of the replay that was started. */
  JsonNode planned() {
    return planned;
  }

  private ObjectNode spec(ObjectNode source, String target) {
    var spec =
        Json.json()
            .createObjectNode()
            .put("reason", "chaos run with seed " + plan.seed())
            .put("target", target)
            .put("ordering", plan.ordering());
    spec.set("source", source);
    spec.putObject("throttle").put("recordsPerSecond", plan.recordsPerSecond());
    return spec;
  }

  private static double fraction(JsonNode summary) {
    return summary.path("accounted").asDouble() / Math.max(1, summary.path("planned").asDouble());
  }

  private static void requireCompleted(JsonNode summary) {
    if (!summary.path("state").asText().equals("COMPLETED")) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the replay ended as %s: %s"
              .formatted(summary.path("state").asText(), summary.path("cause").asText()));
    }
  }

  /** Retries a request for a limited time, because requests fail while the broker is down. */
  static <T> T patiently(Supplier<T> question) throws InterruptedException {
    long end = System.nanoTime() + REQUEST_LIMIT.toNanos();
    while (true) {
      try {
        return question.get();
      } catch (CommandFailure e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(INTERVAL.toMillis());
      }
    }
  }
}
