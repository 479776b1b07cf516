package io.reprise.replay.failure;

/**
 * Thrown when a shard cannot continue and a retry would fail too. The message is stored as the
 * cause in the shard's progress record.
 */
public final class ShardFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ShardFailedException(String message) {
    super(message);
  }
}
