package io.reprise.replay.spec;

/** What to do when the log no longer holds, or does not yet hold, offsets that were asked for. */
public enum OnMissingOffsets {
  /** Refuse the plan, or fail the replay when it happens on the way. The default. */
  FAIL,
  /** Go on, and write them into the receipt as holes with their reason. */
  RECORD
}
