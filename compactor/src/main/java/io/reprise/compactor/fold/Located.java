package io.reprise.compactor.fold;

/** Where a key's state is. */
public sealed interface Located {

  /** In this process. */
  record Here(int partition) implements Located {}

  /**
   * In another instance.
   *
   * @param host {@code host:port} of its HTTP door
   */
  record There(int partition, String host) implements Located {}

  /** Nobody has it yet: partitions are being shared out. */
  record Unknown() implements Located {}
}
