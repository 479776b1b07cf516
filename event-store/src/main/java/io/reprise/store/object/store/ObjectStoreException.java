package io.reprise.store.object.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the object store refused a request or could not be reached. The message names the
 * object or the bucket, and says what to do.
 */
public class ObjectStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean retriable;

  protected ObjectStoreException(String message, boolean retriable, @Nullable Throwable cause) {
    super(message, cause);
    this.retriable = retriable;
  }

  /**
   * Creates an exception for a store that is unreachable, overloaded or failing. A later retry can
   * succeed.
   */
  public static ObjectStoreException retriable(String message, @Nullable Throwable cause) {
    return new ObjectStoreException(message, true, cause);
  }

  /**
   * Creates an exception for an error with which every retry would fail too, until the store, its
   * configuration or its permissions are changed.
   */
  public static ObjectStoreException fatal(String message, @Nullable Throwable cause) {
    return new ObjectStoreException(message, false, cause);
  }

  public boolean retriable() {
    return retriable;
  }
}
