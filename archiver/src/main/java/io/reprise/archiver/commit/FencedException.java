package io.reprise.archiver.commit;

/**
 * Another writer has claimed the partition. The caller must drop everything that it holds in memory
 * about the partition; to continue, the caller must claim the partition again.
 */
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FencedException(String message) {
    super(message);
  }
}
