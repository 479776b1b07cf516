package io.reprise.schemas.registry;

import java.net.URI;

/**
 * The registry did not answer, or answered with an error. Nothing was registered; a retry is safe.
 */
public final class RegistryUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RegistryUnreachableException(URI registry, Throwable cause) {
    super(
        "the schema registry at %s does not answer (%s): start it, or correct its address"
            .formatted(registry, cause.getMessage()),
        cause);
  }
}
