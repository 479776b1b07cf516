package io.reprise.store.object.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a caller needs an object that does not exist. A retry does not help, because nothing
 * creates the object later.
 */
public final class ObjectMissingException extends ObjectStoreException {
  private static final long serialVersionUID = 1L;

  private final String name;

  public ObjectMissingException(String name, @Nullable Throwable cause) {
    super("object '" + name + "' does not exist in the store", false, cause);
    this.name = name;
  }

  public String name() {
    return name;
  }
}
