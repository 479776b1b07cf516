package io.reprise.archiver.operate;

/** An operator's request is refused; the message says what to change. Nothing was changed. */
public final class ArchiveRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ArchiveRefusedException(String message) {
    super(message);
  }
}
