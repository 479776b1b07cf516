package io.reprise.rehydrate.target;

/** How a run came by the version that it works on. */
public sealed interface VersionOrigin {

  /** It began a new one. */
  record Fresh() implements VersionOrigin {}

  /** It goes on with one that a run before left unfinished. */
  record Resumed() implements VersionOrigin {}

  /**
   * It dropped an unfinished one, which had never been visible, and began anew.
   *
   * @param because as a clause
   */
  record Restarted(String because) implements VersionOrigin {}

  /** What is visible already is what it would make, or what it is to follow. */
  record Visible() implements VersionOrigin {}
}
