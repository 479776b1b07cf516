package io.reprise.replay.target;

/** What a target says to a record. */
public sealed interface DeliveryResult {

  /** The one instance of {@link Taken}, since it is said for every record. */
  DeliveryResult TAKEN = new Taken();

  /** It is on its way. */
  record Taken() implements DeliveryResult {}

  /** It will never be taken, however often it is offered. */
  record Refused(String why) implements DeliveryResult {}
}
