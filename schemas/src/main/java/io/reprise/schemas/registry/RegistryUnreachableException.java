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
            .formatted(withoutCredentials(registry), cause.getMessage()),
        cause);
  }

  /** The message is logged and sent to clients: user and password must not be in it. */
  private static String withoutCredentials(URI registry) {
    return registry.toString().replaceFirst("//.*@", "//***@");
  }
}
