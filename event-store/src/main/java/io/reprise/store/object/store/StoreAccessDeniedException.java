package io.reprise.store.object.store;

import org.jspecify.annotations.Nullable;

/**
 * The store does not accept the credentials, or does not allow the request. Credentials are renewed
 * and policies corrected without a restart of this process, so a later attempt can succeed; an
 * attempt at once does not.
 */
public final class StoreAccessDeniedException extends ObjectStoreException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names the request, the reason and what to do
   */
  public StoreAccessDeniedException(String message, @Nullable Throwable cause) {
    super(message, false, cause);
  }
}
