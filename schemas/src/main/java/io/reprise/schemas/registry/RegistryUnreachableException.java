package io.reprise.schemas.registry;

import java.net.URI;

/**
 * Thrown when the schema registry did not answer, or answered with an error. A retry is safe: to
 * register a schema twice has the same result as to register the schema once.
 */
public final class RegistryUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RegistryUnreachableException(URI registry, Throwable cause) {
    super(
        "the schema registry at %s does not answer (%s): start it, or correct its address"
            .formatted(withoutCredentials(registry), cause.getMessage()),
        cause);
  }

  /** Removes user and password from the URL, because the message is logged and sent to clients. */
  private static String withoutCredentials(URI registry) {
    return registry.toString().replaceFirst("^(.*?//)?.*@", "$1***@");
  }
}
