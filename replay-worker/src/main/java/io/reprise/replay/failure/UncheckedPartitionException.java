package io.reprise.replay.failure;

/**
 * Thrown when a shard must not deliver yet: a transaction of its slot may hang in a partition, and
 * the partition cannot be checked. A retry is safe. The message is shown to operators.
 */
public final class UncheckedPartitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UncheckedPartitionException(String message, Throwable cause) {
    super(message, cause);
  }
}
