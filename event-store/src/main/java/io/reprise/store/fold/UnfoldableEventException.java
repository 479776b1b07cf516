package io.reprise.store.fold;

/** A reducer cannot fold an event. A retry does not help; the event is parked. */
public final class UnfoldableEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param cause the fault of the event, as a clause without topic and offset
   */
  public UnfoldableEventException(String cause) {
    super(cause);
  }
}
