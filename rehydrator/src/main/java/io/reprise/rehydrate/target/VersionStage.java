package io.reprise.rehydrate.target;

/** The stage of a version. */
public enum VersionStage {
  /** Partitions are being loaded; there is no index yet. */
  LOADING,
  /** All partitions are loaded and indexed; the tail is being applied. */
  TAILING,
  /** Readers see this version. */
  VISIBLE,
  /** The version was visible before and is kept for an undo. */
  RETIRED
}
