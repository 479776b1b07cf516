package io.reprise.replay.deliver;

/** The shard cannot go on, and no retry of the slice would help. Its message becomes the cause. */
final class ShardFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ShardFailedException(String message) {
    super(message);
  }
}
