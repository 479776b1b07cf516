package io.reprise.replay.journal;

/**
 * Thrown when this build cannot read a control record. A reader of events or progress must stop: if
 * it skipped the record, it could miss a pause. The coordinator may skip a command.
 */
public final class UnreadableControlRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableControlRecordException(String message) {
    super(message);
  }
}
