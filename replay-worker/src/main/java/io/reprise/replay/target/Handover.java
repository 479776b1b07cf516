package io.reprise.replay.target;

/** What a target says to a record. */
public sealed interface Handover {

  /** The one instance of {@link Taken}, since it is said for every record. */
  Handover TAKEN = new Taken();

  /** It is on its way. */
  record Taken() implements Handover {}

  /** It will never be taken, however often it is offered. */
  record Refused(String why) implements Handover {}
}
