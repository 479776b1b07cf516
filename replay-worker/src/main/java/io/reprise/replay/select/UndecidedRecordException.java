package io.reprise.replay.select;

/**
 * Thrown when a filter's expression has no result for a record, so that it is not known whether the
 * record is to be delivered. A retry fails again. The message is the reason, as a phrase.
 */
public final class UndecidedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UndecidedRecordException(String reason) {
    super(reason);
  }
}
