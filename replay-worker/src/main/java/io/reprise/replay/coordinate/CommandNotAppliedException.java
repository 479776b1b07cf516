package io.reprise.replay.coordinate;

/**
 * Thrown when a command could not be applied because of its content. The coordinator then reads the
 * command again for another attempt.
 */
final class CommandNotAppliedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandNotAppliedException(RuntimeException cause) {
    super("a command could not be applied: " + cause, cause);
  }
}
