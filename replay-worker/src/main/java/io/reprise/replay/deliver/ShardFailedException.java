package io.reprise.replay.deliver;

/**
 * The shard cannot go on and a retry would fail too. The message becomes the cause in its record.
 */
final class ShardFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ShardFailedException(String message) {
    super(message);
  }
}
