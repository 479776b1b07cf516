package io.reprise.replay.target.http;

/** Thrown when a record cannot be written in the format of the target. A retry fails too. */
final class UnfitRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a clause that completes "the target refuses the record: ...". */
  UnfitRecordException(String reason) {
    super(reason);
  }
}
