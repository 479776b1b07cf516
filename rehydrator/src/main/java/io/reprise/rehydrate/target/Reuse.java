package io.reprise.rehydrate.target;

/**
 * Says which existing version a run may continue. If the run may not continue an unfinished
 * version, that version is dropped. Visible and retired versions are left as they are.
 */
public enum Reuse {
  /** The run may continue no version and begins a new one. */
  NOTHING,
  /**
   * The run may continue an unfinished version. It may also use the visible version, if the visible
   * version's positions are exactly the ends of this run.
   */
  UNFINISHED,
  /**
   * The run may continue an unfinished version. It may also use the visible version at any
   * position, and then follows the topic from that position on.
   */
  VISIBLE
}
