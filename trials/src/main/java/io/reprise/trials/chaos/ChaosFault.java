package io.reprise.trials.chaos;

import java.util.List;

/** One kind of harm, or of an operator's meddling. */
enum ChaosFault {
  /** SIGKILL of a worker that runs shards. */
  KILL,
  /** SIGSTOP for longer than the session, then SIGCONT: the worker wakes up as a zombie. */
  FREEZE,
  /** One worker more. */
  ADD,
  /** SIGKILL of the broker, and a new one on its directory. */
  RESTART_BROKER,
  /** Pause, a moment, resume. */
  PAUSE,
  /** SIGKILL of the archiver, and a new one. */
  ARCHIVER_KILL,
  /** For some seconds, S3 answers many requests with 503 SlowDown or 500. */
  S3_REFUSES,
  /** For some seconds, S3 takes its time. */
  S3_SLOW,
  /** For some seconds, connections to S3 break before or within the answer. */
  S3_CUTS;

  /** Those that need no archive; their order decides what a seed does. */
  static final List<ChaosFault> OF_REPLAYS = List.of(KILL, FREEZE, ADD, RESTART_BROKER, PAUSE);

  static final List<ChaosFault> OF_ARCHIVES = List.of(ARCHIVER_KILL, S3_REFUSES, S3_SLOW, S3_CUTS);
}
