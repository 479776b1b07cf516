package io.reprise.store.object.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the object store does not accept the credentials or does not allow the request. An
 * immediate retry fails too. A later attempt can succeed without a restart of this process, once
 * the credentials are renewed or the policy is corrected.
 */
public final class StoreAccessDeniedException extends ObjectStoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message names the request, the reason and what to do
   */
  public StoreAccessDeniedException(String message, @Nullable Throwable cause) {
    super(message, false, cause);
  }
}
