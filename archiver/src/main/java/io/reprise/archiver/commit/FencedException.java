package io.reprise.archiver.commit;

/**
 * Another writer has claimed the partition. The caller must drop everything that it holds in memory
 * about the partition; to continue, it must claim the partition anew.
 */
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FencedException(String message) {
    super(message);
  }
}
