package io.reprise.replay.target;

/** Says whether a target accepted one record. */
public sealed interface DeliveryResult {

  /**
   * The only instance of {@link Accepted}. All callers share the instance, so that no new object is
   * created for each delivered record.
   */
  DeliveryResult ACCEPTED = new Accepted();

  /** The only instance of {@link Pending}, shared by all callers as {@link #ACCEPTED} is. */
  DeliveryResult PENDING = new Pending();

  /** The target accepts the record. The record counts as delivered as soon as its slice commits. */
  record Accepted() implements DeliveryResult {}

  /**
   * The target has taken the record and says after {@link TargetWriter#flush} whether it accepts
   * the record, because it writes several records at once.
   */
  record Pending() implements DeliveryResult {}

  /**
   * The target can never accept the record. A retry gives the same result.
   *
   * @param reason why, as a clause that completes "the target refuses the record: ..."
   */
  record Refused(String reason) implements DeliveryResult {}
}
