package io.reprise.launcher.chaos;

/** One kind of harm, or of an operator's meddling. */
enum Fault {
  /** SIGKILL of a worker that runs shards. */
  KILL,
  /** SIGSTOP for longer than the session, then SIGCONT: the worker wakes up as a zombie. */
  FREEZE,
  /** One worker more. */
  ADD,
  /** SIGKILL of the broker, and a new one on its directory. */
  RESTART_BROKER,
  /** Pause, a moment, resume. */
  PAUSE
}
