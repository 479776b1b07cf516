package io.reprise.rehydrate.target;

/** Where the version of a run comes from. */
public sealed interface VersionOrigin {

  /** The run began a new version. */
  record Fresh() implements VersionOrigin {}

  /** The run continues a version that an earlier run left unfinished. */
  record Resumed() implements VersionOrigin {}

  /**
   * The run dropped an unfinished version, which was never visible, and began a new one.
   *
   * @param because the reason, as a clause
   */
  record Restarted(String because) implements VersionOrigin {}

  /** The visible version is already what the run would make, or is the one to follow. */
  record Visible() implements VersionOrigin {}
}
