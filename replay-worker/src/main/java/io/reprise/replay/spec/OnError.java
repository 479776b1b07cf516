package io.reprise.replay.spec;

/** What a record that the target refuses for good (too large, say) does to the replay. */
public enum OnError {
  /** The replay fails and names the record. The default. */
  STOP,
  /** The record is counted as skipped. */
  SKIP
}
