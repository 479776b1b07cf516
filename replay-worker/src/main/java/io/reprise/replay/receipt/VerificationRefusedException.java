package io.reprise.replay.receipt;

/**
 * Thrown when a replay cannot be verified, because it is too large for the memory of a worker or
 * because it has expired. The message says why. Nothing was read, and a retry fails again.
 */
public final class VerificationRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VerificationRefusedException(String message) {
    super(message);
  }

  /** Returns the refusal to verify a replay that has expired. */
  public static VerificationRefusedException expired(String replay) {
    return new VerificationRefusedException(
        "replay %s has expired: its account is kept, but the digests of its shards are not, and without them the target cannot be verified"
            .formatted(replay));
  }
}
