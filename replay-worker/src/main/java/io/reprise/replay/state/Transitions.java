package io.reprise.replay.state;

/** Computes the state of a replay after an event, from its state before the event. */
final class Transitions {
  private Transitions() {}

  /**
   * Returns the state that follows {@code state} after {@code event}.
   *
   * @throws IllegalStateException when the event is not legal in this state
   */
  static ReplayState apply(ReplayState state, ReplayEvent event) {
    if (event instanceof ReplayEvent.Started && state instanceof ReplayState.Planned planned) {
      return planned.start();
    }
    if (state instanceof ReplayState.AwaitingApproval waiting) {
      return decided(waiting, event);
    }
    if (event instanceof ReplayEvent.StartRequested
        && state instanceof ReplayState.Planned planned) {
      return planned.requestStart();
    }
    if (event instanceof ReplayEvent.Retried && state instanceof ReplayState.Failed failed) {
      return failed.retry();
    }
    if (event instanceof ReplayEvent.Resumed && state instanceof ReplayState.Paused paused) {
      return paused.resume();
    }
    if (event instanceof ReplayEvent.PauseRequested pause
        && state instanceof ReplayState.Running r) {
      return r.pause(pause.cause(), pause.parked());
    }
    if (event instanceof ReplayEvent.Completed done && state instanceof ReplayState.Running r) {
      return done.withParked() ? r.completeWithParked() : r.complete();
    }
    if (event instanceof ReplayEvent.Stopped && state instanceof ReplayState.Stopping stopping) {
      return stopping.stopped();
    }
    if (event instanceof ReplayEvent.CancelRequested) {
      return cancel(state);
    }
    if (event instanceof ReplayEvent.FailureObserved failure) {
      return fail(state, failure.cause());
    }
    throw illegal(state, event);
  }

  private static ReplayState decided(ReplayState.AwaitingApproval waiting, ReplayEvent event) {
    if (event instanceof ReplayEvent.Approved) {
      return waiting.approve();
    }
    if (event instanceof ReplayEvent.ApprovalRefused) {
      return waiting.refuse();
    }
    if (event instanceof ReplayEvent.ApprovalExpired) {
      return waiting.expire();
    }
    if (event instanceof ReplayEvent.CancelRequested) {
      return waiting.cancel();
    }
    throw illegal(waiting, event);
  }

  private static ReplayState cancel(ReplayState state) {
    if (state instanceof ReplayState.Planned planned) {
      return planned.cancel();
    }
    if (state instanceof ReplayState.Running running) {
      return running.cancel();
    }
    if (state instanceof ReplayState.Pausing pausing) {
      return pausing.cancel();
    }
    if (state instanceof ReplayState.Paused paused) {
      return paused.cancel();
    }
    if (state instanceof ReplayState.Failing failing) {
      return failing.cancel();
    }
    throw illegal(state, new ReplayEvent.CancelRequested());
  }

  private static ReplayState fail(ReplayState state, String cause) {
    if (state instanceof ReplayState.Running running) {
      return running.fail(cause);
    }
    if (state instanceof ReplayState.Pausing pausing) {
      return pausing.fail(cause);
    }
    throw illegal(state, new ReplayEvent.FailureObserved(cause));
  }

  private static IllegalStateException illegal(ReplayState state, ReplayEvent event) {
    return new IllegalStateException(
        "event " + event.getClass().getSimpleName() + " is not legal in state " + state.name());
  }
}
