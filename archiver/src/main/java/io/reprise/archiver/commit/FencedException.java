package io.reprise.archiver.commit;

/** Another writer has claimed the partition: drop everything about it. */
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FencedException(String message) {
    super(message);
  }
}
