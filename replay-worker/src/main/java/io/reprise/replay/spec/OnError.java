package io.reprise.replay.spec;

/**
 * Says what happens when the target can never accept a record, for example one that is too large.
 */
public enum OnError {
  /** The default: the replay fails, and its cause names the record. */
  STOP,
  /** The record is counted as skipped, and the replay continues. */
  SKIP
}
