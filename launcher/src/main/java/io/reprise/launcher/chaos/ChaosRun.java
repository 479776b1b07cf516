package io.reprise.launcher.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.launcher.cli.CommandFailure;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.launcher.stack.Stack;
import io.reprise.runtime.json.Json;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One replay under harm, from its start to its end. Used once. */
final class ChaosRun {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Stack stack;
  private final ChaosPlan plan;
  private final Harm harm;
  private final Consumer<String> narrate;

  ChaosRun(Stack stack, ChaosPlan plan, Harm harm, Consumer<String> narrate) {
    this.stack = stack;
    this.plan = plan;
    this.harm = harm;
    this.narrate = narrate;
  }

  /**
   * Runs it.
   *
   * @return the replay's id
   * @throws CommandFailure when it does not complete
   */
  String run(String topic, String target) throws InterruptedException {
    var id = start(topic, target);
    var strikes = plan.strikes().iterator();
    var next = strikes.hasNext() ? strikes.next() : null;
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      var summary = patiently(() -> stack.api().replay(id).path("summary"));
      if (!summary.path("endedAt").isMissingNode()) {
        harm.thawAll();
        requireCompleted(summary);
        return id;
      }
      if (next != null && fraction(summary) >= next.atFraction()) {
        narrate.accept("  %3.0f %% %s".formatted(fraction(summary) * 100, next.fault()));
        harm.strike(next.fault(), id);
        next = strikes.hasNext() ? strikes.next() : null;
      }
      if (System.nanoTime() > end) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "replay %s is still %s at %.0f %% after %d s"
                .formatted(
                    id,
                    summary.path("state").asText(),
                    fraction(summary) * 100,
                    LIMIT.toSeconds()));
      }
      Thread.sleep(INTERVAL.toMillis());
    }
  }

  private String start(String topic, String target) throws InterruptedException {
    var spec = spec(topic, target);
    var plan = patiently(() -> stack.api().plan(spec));
    return stack.api().start(spec, plan.path("hash").asText()).path("id").asText();
  }

  private ObjectNode spec(String topic, String target) {
    var spec =
        Json.json()
            .createObjectNode()
            .put("reason", "chaos run with seed " + plan.seed())
            .put("target", target)
            .put("ordering", plan.ordering());
    spec.putObject("source").put("topic", topic);
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

  /** Questions may fail while the broker is down; they are asked again for a while. */
  static <T> T patiently(Supplier<T> question) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
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
