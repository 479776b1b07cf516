package io.reprise.replay.deliver;

/**
 * The shard cannot continue, and a retry would fail too. The message is stored as the cause in the
 * progress record.
 */
final class ShardFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ShardFailedException(String message) {
    super(message);
  }
}
