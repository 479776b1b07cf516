package io.reprise.replay.journal;

/** A control record that this build cannot obey. Fatal: the worker must not go on without it. */
public final class UnreadableControlRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableControlRecordException(String message) {
    super(message);
  }
}
