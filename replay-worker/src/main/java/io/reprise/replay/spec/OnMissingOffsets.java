package io.reprise.replay.spec;

/**
 * Says what happens when requested offsets are no longer, or not yet, in the source topic or its
 * archive.
 */
public enum OnMissingOffsets {
  /** The default: the plan is refused. If offsets disappear during the replay, the replay fails. */
  FAIL,
  /** The replay is carried out without the missing offsets, and its receipt counts them. */
  RECORD
}
