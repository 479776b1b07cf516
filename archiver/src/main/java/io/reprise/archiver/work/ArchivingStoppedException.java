package io.reprise.archiver.work;

/**
 * A partition cannot be archived further until somebody changes something; the message says what.
 * Nothing was trimmed, nothing skipped.
 */
public final class ArchivingStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArchivingStoppedException(String message) {
    super(message);
  }
}
