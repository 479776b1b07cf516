package io.reprise.store.archive.segment;

/**
 * Thrown when bytes of an archive object do not have the required form. A caller that knows the
 * object's name throws a {@link io.reprise.store.archive.CorruptArchiveException} with that name
 * instead.
 */
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedException(String message) {
    super(message);
  }
}
