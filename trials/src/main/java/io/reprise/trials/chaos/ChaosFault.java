package io.reprise.trials.chaos;

import java.util.List;

/** A kind of fault, or an operator's action, that a run injects. */
enum ChaosFault {
  /** Kills a worker that runs shards (SIGKILL). */
  KILL,
  /**
   * Freezes a worker (SIGSTOP) for longer than its session timeout, then lets it continue
   * (SIGCONT). When the worker continues, it has lost its slots but has not noticed the loss.
   */
  FREEZE,
  /** Starts one more replay worker. */
  ADD,
  /** Kills the broker (SIGKILL) and starts a new one on the same directory. */
  RESTART_BROKER,
  /** Pauses the replay, waits, and resumes it. */
  PAUSE,
  /** Kills the archiver (SIGKILL) and starts a new one. */
  ARCHIVER_KILL,
  /** Answers many requests to S3 with 503 SlowDown or 500, for some seconds. */
  S3_REFUSES,
  /** Delays many requests to S3, for some seconds. */
  S3_SLOW,
  /** Breaks connections to S3 before or during the answer, for some seconds. */
  S3_CUTS,
  /** Kills a broker of a cluster (SIGKILL) and starts it again on the same directory. */
  BROKER_KILL,
  /** Freezes a broker of a cluster (SIGSTOP) for some seconds, then lets it continue (SIGCONT). */
  BROKER_FREEZE,
  /** Freezes a broker of a cluster repeatedly for less than a second, as a stalling disk does. */
  BROKER_SLOW,
  /** Cuts the connections between two brokers, and between their controllers, for some seconds. */
  BROKERS_CUT,
  /** Cuts the connections of the worker that runs most shards to one broker, for some seconds. */
  WORKER_CUT;

  /**
   * The faults that a stack with one broker and without an archive can have. Their order must not
   * change, because a seed chooses faults by their place in this list.
   */
  static final List<ChaosFault> OF_REPLAYS = List.of(KILL, FREEZE, ADD, RESTART_BROKER, PAUSE);

  static final List<ChaosFault> OF_BROKERS =
      List.of(BROKER_KILL, BROKER_FREEZE, BROKER_SLOW, BROKERS_CUT, WORKER_CUT);

  /** The faults of {@link #OF_REPLAYS} except those that hit a broker. */
  static final List<ChaosFault> OF_WORKERS = List.of(KILL, FREEZE, ADD, PAUSE);

  static final List<ChaosFault> OF_ARCHIVES = List.of(ARCHIVER_KILL, S3_REFUSES, S3_SLOW, S3_CUTS);
}
