package io.reprise.replay.group;

/**
 * Thrown when a group cannot be moved as it is now, for example because it has members. No offset
 * was changed. The message says why, and what to do instead.
 */
public final class GroupRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GroupRefusedException(String message) {
    super(message);
  }

  GroupRefusedException(String message, RuntimeException cause) {
    super(message, cause);
  }
}
