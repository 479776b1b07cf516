package io.reprise.replay.journal;

/**
 * Thrown when this build cannot read a control record. The worker must stop: if it skipped the
 * record, it could miss a pause.
 */
public final class UnreadableControlRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableControlRecordException(String message) {
    super(message);
  }
}
