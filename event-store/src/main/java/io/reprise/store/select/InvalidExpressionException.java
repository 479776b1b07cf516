package io.reprise.store.select;

import java.util.List;

/**
 * Thrown when the text of an expression is not valid. The message begins with the place of the
 * fault, such as {@code column 6}. A retry with the same text and schema fails again.
 */
public final class InvalidExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String unknown;
  private final List<String> known;

  InvalidExpressionException(String message) {
    this(message, "", List.of());
  }

  InvalidExpressionException(String message, String unknown, List<String> known) {
    super(message);
    this.unknown = unknown;
    this.known = List.copyOf(known);
  }

  /** Returns the name that is not defined; empty if the fault is a different one. */
  public String unknown() {
    return unknown;
  }

  /** Returns the names that are defined in the place of {@link #unknown()}. */
  public List<String> known() {
    return known;
  }
}
