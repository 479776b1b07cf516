package io.reprise.archiver.work;

/**
 * A segment read back from the store is not the one that was uploaded. The segment was not
 * committed.
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
