package io.reprise.rehydrate.target;

/**
 * Which existing version a run may continue. An unfinished version that it may not continue is
 * dropped; visible and retired ones are left as they are.
 */
public enum Reuse {
  /** No version: always begin a new one. */
  NOTHING,
  /** An unfinished version, or the visible one if it ends exactly where this run would. */
  UNFINISHED,
  /** An unfinished version, or the visible one at any position, to follow the topic from there. */
  VISIBLE
}
