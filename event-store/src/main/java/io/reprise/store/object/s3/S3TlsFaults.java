package io.reprise.store.object.s3;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says why no TLS connection to an object store was possible. Stateless and thread-safe. */
final class S3TlsFaults {
  private S3TlsFaults() {}

  /**
   * Returns the reason and its remedy, as the predicate of a sentence about the store; empty if the
   * failure is not one of TLS.
   */
  static Optional<String> of(Throwable failure) {
    // An expired certificate also has no valid path, so the narrower reason comes first.
    if (isIn(failure, CertificateExpiredException.class)
        || isIn(failure, CertificateNotYetValidException.class)) {
      return Optional.of(
          "has a certificate that has expired or is not valid yet: replace it, or correct the clock"
              + " of this machine");
    }
    if (isIn(failure, CertPathBuilderException.class)) {
      return Optional.of(
          "has a certificate that no trusted authority has signed: give the PEM file with the"
              + " certificate of its authority as ca of the store");
    }
    if (isIn(failure, SSLPeerUnverifiedException.class)) {
      return Optional.of(
          "has a certificate for another host: write the endpoint with a name of the certificate,"
              + " or give the store a certificate for the name in the endpoint");
    }
    return causes(failure)
        .filter(SSLException.class::isInstance)
        .findFirst()
        .map(
            tls ->
                "speaks no TLS that this client accepts (%s): write the endpoint with http if the store does not encrypt"
                    .formatted(tls.getMessage()));
  }

  private static boolean isIn(Throwable failure, Class<? extends Throwable> kind) {
    return causes(failure).anyMatch(kind::isInstance);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20);
  }
}
