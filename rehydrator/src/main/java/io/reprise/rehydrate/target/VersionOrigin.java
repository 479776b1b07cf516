package io.reprise.rehydrate.target;

/** Says whether a run began a new version or continued an existing one. */
public sealed interface VersionOrigin {

  /** The run began a new version. */
  record Fresh() implements VersionOrigin {}

  /** The run continues a version that an earlier run left unfinished. */
  record Resumed() implements VersionOrigin {}

  /**
   * The run dropped an unfinished version, which was never visible, and began a new one.
   *
   * @param because why the unfinished version was not continued, as a clause
   */
  record Restarted(String because) implements VersionOrigin {}

  /**
   * The run built no version and uses the visible one. Either the visible version already equals
   * the version that was requested, or the run only follows the topic.
   */
  record Visible() implements VersionOrigin {}
}
