package io.reprise.compactor.fold;

/** The instance that has the state of a key. */
public sealed interface KeyLocation {

  /** This process has the state. */
  record Here(int partition) implements KeyLocation {}

  /**
   * Another instance has the state.
   *
   * @param host {@code host:port} of its HTTP server
   */
  record There(int partition, String host) implements KeyLocation {}

  /** No instance is known to have the state: partitions are being assigned. */
  record Unknown() implements KeyLocation {}
}
