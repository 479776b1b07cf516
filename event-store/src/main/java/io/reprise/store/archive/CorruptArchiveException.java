package io.reprise.store.archive;

/** The archive is not what was written. Fatal; the message names the object and what to do. */
public final class CorruptArchiveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String object;

  public CorruptArchiveException(String object, String message) {
    super("archive object '" + object + "' " + message);
    this.object = object;
  }

  /** The object at fault, by its name in the store. */
  public String object() {
    return object;
  }
}
