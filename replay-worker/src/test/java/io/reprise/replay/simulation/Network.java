package io.reprise.replay.simulation;

import io.reprise.replay.simulation.Scenario.Temper;

/** How long things take, and what becomes of requests. Kind before and after the harm. */
final class Network {
  /** What becomes of a request. */
  enum Fate {
    ANSWERED,
    /** It never arrives. */
    LOST,
    /** It is carried out, and nobody hears of it. */
    UNANSWERED
  }

  private static final double TROUBLE = 0.004;
  private static final double FORGETFUL = 0.02;

  private final Timeline timeline;
  private final double slowMarkers;
  private final double lateRequests;
  private boolean kind = true;

  Network(Timeline timeline, Temper temper) {
    this.timeline = timeline;
    this.slowMarkers = temper == Temper.SLOW_TO_SHOW ? 0.6 : 0.1;
    this.lateRequests = temper == Temper.LATE_REQUESTS ? 0.12 : 0.01;
  }

  void beKind(boolean now) {
    kind = now;
  }

  Fate fate() {
    if (kind || !timeline.chance(2 * TROUBLE)) {
      return Fate.ANSWERED;
    }
    return timeline.chance(0.5) ? Fate.LOST : Fate.UNANSWERED;
  }

  /** One way, in milliseconds. */
  long latency() {
    if (kind || !timeline.chance(lateRequests + 0.02)) {
      return timeline.between(1, 4);
    }
    return timeline.chance(0.02 / (lateRequests + 0.02))
        ? timeline.between(5, 80)
        : timeline.between(100, 4_000);
  }

  /** Until a client gives up on an answer. */
  long patience() {
    return timeline.between(500, 2_500);
  }

  /** Whether the broker dies between a decision and its markers, and leaves them out. */
  boolean forgets() {
    return !kind && timeline.chance(FORGETFUL);
  }

  /** From the decision of a transaction to its marker in one partition. */
  long markerLag() {
    if (kind || !timeline.chance(slowMarkers)) {
      return timeline.between(1, 6);
    }
    return timeline.between(10, 600);
  }
}
