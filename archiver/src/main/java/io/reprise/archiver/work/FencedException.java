package io.reprise.archiver.work;

/** Another writer has claimed the partition: drop everything about it. */
final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FencedException(String message) {
    super(message);
  }
}
