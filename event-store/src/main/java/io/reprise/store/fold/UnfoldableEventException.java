package io.reprise.store.fold;

/** An event that a reducer can make nothing of. A retry does not help; the event is parked. */
public final class UnfoldableEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause what is wrong with the event, as a clause without its topic or offset
   */
  public UnfoldableEventException(String cause) {
    super(cause);
  }
}
