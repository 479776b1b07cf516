package io.reprise.store.select;

/** Thrown when a result of CEL does not fit a field. The message is the reason, as a phrase. */
final class UnfitResultException extends Exception {
  private static final long serialVersionUID = 1L;

  UnfitResultException(String reason) {
    super(reason);
  }
}
