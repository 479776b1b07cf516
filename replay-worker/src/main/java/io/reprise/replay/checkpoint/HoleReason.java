package io.reprise.replay.checkpoint;

/** The reason why an offset has no record. */
public enum HoleReason {
  /** A transaction marker or an aborted record: {@code read_committed} readers never see either. */
  TRANSACTION,
  /**
   * Only in a compacted topic: compaction removed the record, or the offset belongs to a
   * transaction marker or an aborted record. The log does not show which.
   */
  COMPACTION_OR_TRANSACTION,
  /**
   * The record was trimmed from the log before the replay read it. The spec of the replay allows
   * the replay to continue without such records.
   */
  TRIMMED
}
