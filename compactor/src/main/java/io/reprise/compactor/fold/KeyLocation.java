package io.reprise.compactor.fold;

/** The instance that has the state of a key. */
public sealed interface KeyLocation {

  /** This process holds the state of the key. */
  record Here(int partition) implements KeyLocation {}

  /**
   * Another instance holds the state of the key.
   *
   * @param host {@code host:port} of its HTTP server
   */
  record There(int partition, String host) implements KeyLocation {}

  /** No instance is known to have the state: partitions are being assigned. */
  record Unknown() implements KeyLocation {}
}
