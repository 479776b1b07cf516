package io.reprise.rehydrate.target;

/** How far the build of a version of a read model is, and whether readers see the version. */
public enum VersionStage {
  /**
   * The partitions of the version are being loaded, and the index of the keys does not exist yet.
   */
  LOADING,
  /** All partitions of the version are loaded and indexed, and the tail is being applied. */
  TAILING,
  /** The version is visible: readers see it. */
  VISIBLE,
  /** The version was visible before and is kept for an undo. */
  RETIRED
}
