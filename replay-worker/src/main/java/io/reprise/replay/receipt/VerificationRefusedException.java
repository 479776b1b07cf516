package io.reprise.replay.receipt;

/**
 * Thrown when a replay is too large to be verified in the memory of a worker. The message names the
 * limit and what to change. Nothing was read, and a retry fails again.
 */
public final class VerificationRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VerificationRefusedException(String message) {
    super(message);
  }
}
