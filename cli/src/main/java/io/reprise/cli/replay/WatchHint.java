package io.reprise.cli.replay;

/** Tells an operator whose command ends early that the replay does not end with it. */
final class WatchHint {
  private WatchHint() {}

  static String goesOn(String id) {
    return "the replay goes on; watch it with: reprise replay watch " + id;
  }
}
