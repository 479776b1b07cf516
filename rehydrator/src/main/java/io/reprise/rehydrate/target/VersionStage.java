package io.reprise.rehydrate.target;

/** How far a version has come. */
public enum VersionStage {
  /** Partitions are being loaded; there is no index yet. */
  LOADING,
  /** All are loaded and indexed; the tail is being applied. */
  TAILING,
  /** What readers see. */
  VISIBLE,
  /** It was visible once, and is kept for an undo. */
  RETIRED
}
