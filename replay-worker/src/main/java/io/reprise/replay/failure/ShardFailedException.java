package io.reprise.replay.failure;

/**
 * The shard cannot go on and a retry would fail too. The message becomes the cause in its record.
 */
public final class ShardFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ShardFailedException(String message) {
    super(message);
  }
}
