package io.reprise.replay.operate;

/** Nobody answered in time: the command may still be carried out. Look before repeating it. */
public final class CommandOutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommandOutcomeUnknownException(String replay) {
    super(
        "no coordinator answered in time, so it is not known whether replay "
            + replay
            + " was changed: look at it before you repeat the command");
  }
}
