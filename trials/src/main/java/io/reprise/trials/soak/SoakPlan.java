package io.reprise.trials.soak;

import java.time.Duration;

/**
 * What a soak does.
 *
 * @param perSecond events that are published per second
 * @param time how long events are published
 * @param restartEvery time between the end of a round of restarts and the next round
 * @param sampleEvery time between two measurements of the services, each of which is reported
 */
record SoakPlan(int perSecond, Duration time, Duration restartEvery, Duration sampleEvery) {
  private static final int SAMPLES = 60;
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);
  private static final int WARM_UP_PART = 4;

  /** Returns a plan with 60 measurements, or one every 5 s if the time is short. */
  static SoakPlan of(int perSecond, Duration time, Duration restartEvery) {
    var pause = time.dividedBy(SAMPLES);
    return new SoakPlan(
        perSecond,
        time,
        restartEvery,
        pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause);
  }

  /**
   * Returns how long measurements are reported but not compared: a quarter of the time. Meanwhile
   * the ids that ingest remembers for 15 minutes, and the caches, fill.
   */
  Duration warmUp() {
    return time.dividedBy(WARM_UP_PART);
  }
}
