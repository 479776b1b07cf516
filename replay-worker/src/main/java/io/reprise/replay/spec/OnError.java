package io.reprise.replay.spec;

/**
 * Says what happens when the target can never accept a record, for example one that is too large,
 * and when the filter has no result for a record.
 */
public enum OnError {
  /** The default: the replay fails, and its cause names the record. */
  STOP,
  /** The record is counted as skipped, and the replay continues. */
  SKIP,
  /**
   * The record is written to the parked topic of the target, with its cause, and counted as parked.
   * The replay continues.
   */
  PARK
}
