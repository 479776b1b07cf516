package io.reprise.replay.select;

/** What becomes of a record before any target sees it. */
public enum RecordSelection {
  DELIVER,
  /** The spec's filter says no. */
  FILTERED,
  /** Another shard of the same range delivers it: its key is in another bucket. */
  ELSEWHERE
}
