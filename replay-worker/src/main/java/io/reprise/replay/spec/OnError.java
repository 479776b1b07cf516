package io.reprise.replay.spec;

/**
 * Says what happens when the target can never accept a record, for example one that is too large.
 */
public enum OnError {
  /** The replay fails, and its cause names the record. The default. */
  STOP,
  /** The record is counted as skipped, and the replay continues. */
  SKIP
}
