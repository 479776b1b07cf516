package io.reprise.trials.chaos;

import java.util.List;

/** A kind of fault, or an operator's action, that a run injects. */
enum ChaosFault {
  /** Kill a worker that runs shards (SIGKILL). */
  KILL,
  /**
   * Freeze a worker for longer than its session (SIGSTOP), then let it continue (SIGCONT): it has
   * lost its slots without knowing.
   */
  FREEZE,
  /** Add a worker. */
  ADD,
  /** Kill the broker (SIGKILL), and start a new one on its directory. */
  RESTART_BROKER,
  /** Pause the replay, wait, resume it. */
  PAUSE,
  /** Kill the archiver (SIGKILL), and start a new one. */
  ARCHIVER_KILL,
  /** For some seconds, answer many requests to S3 with 503 SlowDown or 500. */
  S3_REFUSES,
  /** For some seconds, delay many requests to S3. */
  S3_SLOW,
  /** For some seconds, break connections to S3 before or during the answer. */
  S3_CUTS;

  /** The faults that need no archive. Their order is part of what a seed means. */
  static final List<ChaosFault> OF_REPLAYS = List.of(KILL, FREEZE, ADD, RESTART_BROKER, PAUSE);

  static final List<ChaosFault> OF_ARCHIVES = List.of(ARCHIVER_KILL, S3_REFUSES, S3_SLOW, S3_CUTS);
}
