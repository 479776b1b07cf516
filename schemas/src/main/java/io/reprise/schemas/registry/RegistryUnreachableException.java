package io.reprise.schemas.registry;

import java.net.URI;
import java.security.cert.CertificateException;
import java.util.stream.Stream;

/**
 * Thrown when the schema registry did not answer, or answered with an error. A retry is safe: to
 * register a schema twice has the same result as to register the schema once.
 */
public final class RegistryUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_CAUSES = 20;

  public RegistryUnreachableException(URI registry, Throwable cause) {
    super(
        "the schema registry at %s %s".formatted(withoutCredentials(registry), predicate(cause)),
        cause);
  }

  private static String predicate(Throwable cause) {
    boolean isOfCertificate =
        Stream.iterate(cause, c -> c != null, Throwable::getCause)
            .limit(MOST_CAUSES)
            .anyMatch(CertificateException.class::isInstance);
    return isOfCertificate
        ? "has a certificate that is not accepted (%s): give the PEM file with the certificate of its authority as registryCa of a service or --ca-file of a command, or replace the certificate"
            .formatted(cause.getMessage())
        : "does not answer (%s): start it, or correct its address".formatted(cause.getMessage());
  }

  /** Removes user and password from the URL, because the message is logged and sent to clients. */
  private static String withoutCredentials(URI registry) {
    return registry.toString().replaceFirst("^(.*?//)?.*@", "$1***@");
  }
}
