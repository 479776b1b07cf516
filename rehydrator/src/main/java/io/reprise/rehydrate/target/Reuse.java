package io.reprise.rehydrate.target;

/**
 * Decides which existing version a run may continue. An unfinished version that the run may not
 * continue is dropped. Visible and retired versions are left as they are.
 */
public enum Reuse {
  /** The run may continue no version and begins a new one. */
  NOTHING,
  /**
   * The run may continue an unfinished version, or use the visible version if that ends exactly
   * where this run would end.
   */
  UNFINISHED,
  /**
   * The run may continue an unfinished version, or the visible version at any position, from which
   * it then follows the topic.
   */
  VISIBLE
}
