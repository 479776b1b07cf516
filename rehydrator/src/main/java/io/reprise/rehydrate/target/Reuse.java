package io.reprise.rehydrate.target;

/** What a run may go on with. What it may not, it leaves alone or, if never visible, drops. */
public enum Reuse {
  /** Nothing: a new version is begun. */
  NOTHING,
  /** An unfinished version; or the visible one, if it ends exactly where this run would. */
  UNFINISHED,
  /** An unfinished version; or the visible one, wherever it ends, to be followed. */
  VISIBLE
}
