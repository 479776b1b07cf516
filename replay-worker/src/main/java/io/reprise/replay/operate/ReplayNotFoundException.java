package io.reprise.replay.operate;

/** Thrown when no replay has the requested id. */
public final class ReplayNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ReplayNotFoundException(String id) {
    super("replay '" + id + "' does not exist: `reprise replay list` shows the ids");
  }
}
