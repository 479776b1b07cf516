package io.reprise.replay.checkpoint;

/** Why an offset has no record. */
public enum HoleReason {
  /** A transaction marker or an aborted record: never visible to a committed reader. */
  TRANSACTION,
  /**
   * On a compacted topic: removed by compaction, or as TRANSACTION; the log does not tell which.
   */
  COMPACTION_OR_TRANSACTION,
  /** Below the log's start when it was read; recorded because the spec said so. */
  TRIMMED
}
