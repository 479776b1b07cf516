package io.reprise.embedded.contract;

/** A broker to hold to a contract. */
public interface OnBroker {
  /** Clients of the broker under test. */
  Clients clients();
}
