package io.reprise.compactor.fold;

/** Tells which instance of the compactor has the state of a key. */
public sealed interface KeyLocation {

  /** This process holds the state of the key. */
  record Here(int partition) implements KeyLocation {}

  /**
   * Another instance holds the state of the key.
   *
   * @param host {@code host:port} of that instance's HTTP server
   */
  record There(int partition, String host) implements KeyLocation {}

  /** The owner of the state is not known, because partitions are being assigned. */
  record Unknown() implements KeyLocation {}
}
