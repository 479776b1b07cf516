package io.reprise.archiver.topic;

/**
 * A partition cannot be archived further until an operator changes something. A retry does not
 * help. Nothing was trimmed and no offset was skipped.
 */
public final class ArchivingStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message names the partition, and says why archiving stopped and what to change
   */
  public ArchivingStoppedException(String message) {
    super(message);
  }
}
