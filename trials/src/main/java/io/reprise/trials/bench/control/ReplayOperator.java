package io.reprise.trials.bench.control;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.local.stack.Stack;
import io.reprise.runtime.json.Json;
import io.reprise.trials.bench.drive.ReplayRequest;
import io.reprise.trials.bench.drive.RunningReplay;
import org.jspecify.annotations.Nullable;

/**
 * Controls one replay at a time. {@link #pause}, {@link #resume}, {@link #changeRate} and {@link
 * #cancel} return the milliseconds from the request until its effect was visible in the target.
 */
final class ReplayOperator {
  private static final long LOW = 500;
  private static final long HIGH = 2_000;

  private final Stack stack;
  private final EffectTimes effects;
  private final ReplayRequest request;
  private @Nullable RunningReplay current;
  private long rate = LOW;

  ReplayOperator(Stack stack, EffectTimes effects, ReplayRequest request) {
    this.stack = stack;
    this.effects = effects;
    this.request = request;
  }

  /** Starts a replay and returns once the replay delivers at its rate limit. */
  void begin() throws InterruptedException {
    long startedAt = System.currentTimeMillis();
    current = RunningReplay.start(stack.api(), request.at(rate));
    effects.untilRate(startedAt, rate);
  }

  /**
   * Starts a replay.
   *
   * @return the time at which the worker had accepted the start, by {@code System.nanoTime()}
   */
  long start() {
    current = RunningReplay.start(stack.api(), request);
    return System.nanoTime();
  }

  long pause() throws InterruptedException {
    long calledAt = act("pause");
    replay().awaitState("PAUSED");
    return effects.untilSilence(calledAt);
  }

  long resume() throws InterruptedException {
    return effects.untilFirstRecord(act("resume"));
  }

  long cancel() throws InterruptedException {
    long calledAt = act("cancel");
    replay().awaitState("CANCELLED");
    return effects.untilSilence(calledAt);
  }

  /**
   * Changes the replay's rate limit: from the low limit to the high one, or from the high limit to
   * the low one.
   */
  long changeRate() throws InterruptedException {
    rate = rate == LOW ? HIGH : LOW;
    long calledAt = System.currentTimeMillis();
    stack
        .api()
        .throttle(replay().id(), Json.json().createObjectNode().put("recordsPerSecond", rate));
    return effects.untilRate(calledAt, rate);
  }

  private long act(String action) {
    long calledAt = System.currentTimeMillis();
    stack.api().act(replay().id(), action);
    return calledAt;
  }

  private RunningReplay replay() {
    if (current == null) {
      throw new CommandFailure(ExitCode.FAILED, "no replay was started");
    }
    return current;
  }
}
