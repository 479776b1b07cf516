package io.reprise.replay.checkpoint;

/** Why an offset has no record. */
public enum HoleReason {
  /** A transaction marker or an aborted record: never visible to a committed reader. */
  TRANSACTION,
  /**
   * On a compacted topic: removed by compaction, or the same as TRANSACTION. The log does not tell
   * which.
   */
  COMPACTION_OR_TRANSACTION,
  /** Trimmed before it was read; the replay's spec allows to continue. */
  TRIMMED
}
