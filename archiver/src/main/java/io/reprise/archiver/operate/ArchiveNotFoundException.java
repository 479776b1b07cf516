package io.reprise.archiver.operate;

/**
 * The store has no archive with the requested name or id. The message says how to name one that the
 * store has.
 */
public final class ArchiveNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArchiveNotFoundException(String message) {
    super(message);
  }
}
