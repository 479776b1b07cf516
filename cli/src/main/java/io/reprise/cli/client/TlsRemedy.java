package io.reprise.cli.client;

import io.reprise.runtime.tls.RefusedCertificateException;
import java.util.stream.Stream;

/** Says why a TLS handshake failed, and what to do about it. Stateless and thread-safe. */
final class TlsRemedy {
  private TlsRemedy() {}

  /**
   * Returns the cause of a failure and its remedy, as the end of a sentence.
   *
   * @param failure the failure of a handshake with a listener that speaks TLS
   * @param host the host that was called
   */
  static String of(Throwable failure, String host) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .filter(RefusedCertificateException.class::isInstance)
        .map(RefusedCertificateException.class::cast)
        .findFirst()
        .map(refused -> refused.getMessage() + ": " + remedy(refused.fault(), host))
        .orElseGet(
            () -> failure.getMessage() + ": check which versions of TLS it accepts, and its log");
  }

  private static String remedy(RefusedCertificateException.Fault fault, String host) {
    return switch (fault) {
      case UNTRUSTED -> "give the file with the certificate of its authority as --ca-file";
      case EXPIRED, NOT_YET_VALID ->
          "replace the certificate of the service, or correct the clock of this machine";
      case OTHER_HOST ->
          "call the service by a name of its certificate, or give it a certificate for " + host;
      case UNFIT -> "replace the certificate of the service";
    };
  }
}
