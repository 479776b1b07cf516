package io.reprise.archiver.work;

/**
 * A segment that was read back from the store differs from the one that was uploaded. The segment
 * was not committed.
 */
final class UnverifiedSegmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnverifiedSegmentException(RuntimeException cause) {
    super(
        "a segment did not verify after its upload and will be uploaded again: "
            + cause.getMessage(),
        cause);
  }
}
