package io.reprise.store.archive.merge;

/**
 * A merged segment was read back from the store and is not what was written. No commit entry names
 * the segment, so the archive is unchanged.
 */
public final class UnverifiedMergeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnverifiedMergeException(String object, RuntimeException cause) {
    super(
        "merged segment '%s' was not committed, because it is not stored as it was written (%s): remove this object, it is not part of the archive, and merge again"
            .formatted(object, cause.getMessage()),
        cause);
  }
}
