package io.reprise.replay.simulation;

import io.reprise.replay.simulation.Scenario.Temper;

/** Chooses latencies and lost requests. Without faults before and after the time of faults. */
final class Network {
  /** The outcome of sending a request. */
  enum Fate {
    ANSWERED,
    /** The request never arrives. */
    LOST,
    /** The request is carried out, and its answer is lost. */
    UNANSWERED
  }

  private static final double TROUBLE = 0.004;
  private static final double FORGETFUL = 0.02;
  private static final double VERY_FORGETFUL = 0.06;
  private static final double LEADERLESS = 0.01;

  private final Timeline timeline;
  private final double slowMarkers;
  private final double lateRequests;
  private final double forgetful;
  private boolean kind = true;

  /** More markers are left out where outcomes are lost, so that a shard meets several doubts. */
  Network(Timeline timeline, Scenario scenario) {
    this.timeline = timeline;
    this.slowMarkers = scenario.temper() == Temper.SLOW_TO_SHOW ? 0.6 : 0.1;
    this.lateRequests = scenario.temper() == Temper.LATE_REQUESTS ? 0.12 : 0.01;
    this.forgetful = scenario.trimmed() ? VERY_FORGETFUL : FORGETFUL;
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

  /** The milliseconds that a request or an answer is under way. */
  long latency() {
    if (kind || !timeline.chance(lateRequests + 0.02)) {
      return timeline.between(1, 4);
    }
    return timeline.chance(0.02 / (lateRequests + 0.02))
        ? timeline.between(5, 80)
        : timeline.between(100, 4_000);
  }

  /** The milliseconds until a client gives up waiting for an answer. */
  long patience() {
    return timeline.between(500, 2_500);
  }

  /** Whether the broker dies after a decision, before it has written the markers. */
  boolean forgets() {
    return !kind && timeline.chance(forgetful);
  }

  /** Whether a target partition loses its leader when a transaction that wrote it is decided. */
  boolean losesLeader() {
    return !kind && timeline.chance(LEADERLESS);
  }

  /** The milliseconds from the decision of a transaction to its marker in one partition. */
  long markerLag() {
    if (kind || !timeline.chance(slowMarkers)) {
      return timeline.between(1, 6);
    }
    return timeline.between(10, 600);
  }
}
