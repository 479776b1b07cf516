package io.reprise.store.select;

/** The result of an {@link ExpressionFilter} for one event. */
public sealed interface FilterResult {
  /**
   * The expression is true or false for the event.
   *
   * @param passes whether it is true
   */
  record Decided(boolean passes) implements FilterResult {}

  /**
   * The expression has no result for the event.
   *
   * @param reason why, as a phrase without a full stop
   */
  record Faulty(String reason) implements FilterResult {}
}
