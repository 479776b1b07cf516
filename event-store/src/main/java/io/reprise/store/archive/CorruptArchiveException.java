package io.reprise.store.archive;

/**
 * Thrown when an object of an archive is missing, or its content differs from what was written. A
 * retry does not help. The message names the object and says what to do.
 */
public final class CorruptArchiveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String object;

  public CorruptArchiveException(String object, String message) {
    super("archive object '" + object + "' " + message);
    this.object = object;
  }

  /** Returns the name of the damaged object in the store. */
  public String object() {
    return object;
  }
}
