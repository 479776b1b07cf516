package io.reprise.store.archive.segment;

/**
 * Bytes are not of the form they must be. Whoever knows the object's name turns it into a {@link
 * io.reprise.store.archive.CorruptArchiveException}.
 */
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedException(String message) {
    super(message);
  }
}
