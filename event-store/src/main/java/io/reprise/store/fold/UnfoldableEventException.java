package io.reprise.store.fold;

/**
 * Thrown when a reducer can never fold an event. A retry does not help. The event is parked, and
 * the key's state stays unchanged.
 */
public final class UnfoldableEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param cause what is wrong with the event, as a part of a sentence, without topic and offset
   */
  public UnfoldableEventException(String cause) {
    super(cause);
  }
}
