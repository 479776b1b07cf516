package io.reprise.store.object.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the object store does not accept this process's credentials, or when their
 * permissions do not allow the request. An immediate retry fails too. A later retry succeeds,
 * without a restart of this process, once the credentials are renewed or the permissions are
 * corrected.
 */
public final class StoreAccessDeniedException extends ObjectStoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message names the request and the reason, and says what to do
   */
  public StoreAccessDeniedException(String message, @Nullable Throwable cause) {
    super(message, false, cause);
  }
}
