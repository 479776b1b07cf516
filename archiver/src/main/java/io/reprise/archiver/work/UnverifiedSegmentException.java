package io.reprise.archiver.work;

/** What was read back is not what was uploaded: it is not committed, and uploaded anew. */
final class UnverifiedSegmentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnverifiedSegmentException(RuntimeException cause) {
    super(
        "a segment did not verify after its upload, it is made anew: " + cause.getMessage(), cause);
  }
}
