package io.reprise.replay.operate;

/**
 * Thrown when no coordinator has answered a command in time. The command may still be carried out:
 * read the state of the replay before you repeat the command.
 */
public final class CommandOutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommandOutcomeUnknownException(String replay) {
    super(
        "no coordinator answered in time, so it is not known whether replay "
            + replay
            + " was changed: read the replay before you repeat the command");
  }
}
