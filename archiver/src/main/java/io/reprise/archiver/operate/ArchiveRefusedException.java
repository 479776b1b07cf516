package io.reprise.archiver.operate;

/** Cannot be done as things are; the message says what to change. Nothing was done. */
public final class ArchiveRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ArchiveRefusedException(String message) {
    super(message);
  }
}
