package io.reprise.compactor.fold;

/** Where a key's state is. */
public sealed interface KeyLocation {

  /** In this process. */
  record Here(int partition) implements KeyLocation {}

  /**
   * In another instance.
   *
   * @param host {@code host:port} of its HTTP door
   */
  record There(int partition, String host) implements KeyLocation {}

  /** Nobody has it yet: partitions are being shared out. */
  record Unknown() implements KeyLocation {}
}
