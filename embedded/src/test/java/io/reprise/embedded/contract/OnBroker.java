package io.reprise.embedded.contract;

/** A broker that a contract is tested against. */
public interface OnBroker {
  /** Clients of the broker under test. */
  Clients clients();
}
