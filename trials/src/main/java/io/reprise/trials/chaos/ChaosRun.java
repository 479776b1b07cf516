package io.reprise.trials.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.local.stack.Stack;
import io.reprise.runtime.json.Json;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.InterruptException;

/** Runs one replay from start to end while faults are injected. An instance is used once. */
final class ChaosRun {
  /** How long a replay may take after the last fault of its run. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  /**
   * The replays of a series read the same offsets and have the same target, which may be a service.
   */
  private static final Set<String> ACCEPTED = Set.of("again", "allowSideEffects");

  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

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
   * Starts the replay and waits for its end. If the replay does not end in time or a fault cannot
   * be injected, cancels the replay, so that later runs on the same stack are not disturbed.
   *
   * @param source the {@code source} of the replay's spec
   * @return the replay's id
   * @throws CommandFailure when the replay does not complete
   * @throws UnfinishedReplay when the replay has not ended 4 minutes after the last fault
   */
  String run(ObjectNode source, String target) {
    var id = start(source, target);
    try {
      return run(id);
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      cancelAfter(e, id);
      throw e;
    }
  }

  private void cancelAfter(RuntimeException failure, String id) {
    try {
      faultInjector.end();
      BoundedWait.forAnswer(() -> cancelUnlessEnded(id));
      await(id, ChaosRun::hasEnded);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      narrate.accept("  replay %s could not be cancelled: %s".formatted(id, e.getMessage()));
    }
  }

  private boolean cancelUnlessEnded(String id) {
    if (!hasEnded(stack.api().replay(id).path("summary"))) {
      stack.api().act(id, "cancel");
    }
    return true;
  }

  private String run(String id) {
    for (var strike : plan.strikes()) {
      var summary = await(id, s -> hasEnded(s) || fraction(s) >= strike.atFraction());
      if (hasEnded(summary)) {
        break;
      }
      narrate.accept("  %3.0f %% %s".formatted(fraction(summary) * 100, strike.fault()));
      faultInjector.inject(strike.fault(), id);
    }
    var summary = await(id, ChaosRun::hasEnded);
    faultInjector.end();
    requireCompleted(summary);
    return id;
  }

  /** Waits until the replay's summary fulfils a condition, and returns the summary. */
  private JsonNode await(String id, Predicate<JsonNode> condition) {
    return BoundedWait.forState(
        () -> BoundedWait.forAnswer(() -> stack.api().replay(id).path("summary")),
        condition,
        LIMIT,
        summary ->
            new UnfinishedReplay(id, summary.path("state").asText(), fraction(summary), LIMIT));
  }

  private static boolean hasEnded(JsonNode summary) {
    return summary.has("endedAt");
  }

  /**
   * Starts the replay. If the request was refused, or certainly did not arrive, plans the replay
   * again and sends another request.
   */
  private String start(ObjectNode source, String target) {
    var spec = spec(source, target);
    var deadline = Deadline.after(START_LIMIT);
    while (true) {
      planned = BoundedWait.forAnswer(() -> stack.api().plan(spec));
      try {
        return stack.api().start(spec, planned.path("hash").asText(), ACCEPTED).path("id").asText();
      } catch (CommandFailure e) {
        boolean surely = e.exitCode() == ExitCode.UNREACHABLE || e.exitCode() == ExitCode.REFUSED;
        if (!surely || deadline.isPassed()) {
          throw e;
        }
        Interruption.sleep(INTERVAL);
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
}
