package io.reprise.archiver.operate;

/** The store has no such archive; the message says how to name one that it has. */
public final class ArchiveNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArchiveNotFoundException(String message) {
    super(message);
  }
}
