package io.reprise.replay.target.jdbc;

/**
 * Thrown when a field of a record cannot be read in the form that its column needs. The message is
 * the reason for which the target refuses the record.
 */
final class UnfitFieldException extends Exception {
  private static final long serialVersionUID = 1L;

  UnfitFieldException(String message) {
    super(message);
  }
}
