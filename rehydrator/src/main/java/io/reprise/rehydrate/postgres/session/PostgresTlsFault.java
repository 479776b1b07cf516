package io.reprise.rehydrate.postgres.session;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why no TLS connection to PostgreSQL was possible. The URL says whether a connection is encrypted
 * and whom the driver trusts, in the parameters {@code sslmode} and {@code sslrootcert}.
 *
 * @param what the predicate of a sentence about the server
 * @param remedy what to do
 */
record PostgresTlsFault(String what, String remedy) {
  private static final String NO_ENCRYPTION = "08004";
  private static final int MOST_CAUSES = 20;

  /** Returns the fault that made the driver give up; empty if it is not one of TLS. */
  static Optional<PostgresTlsFault> of(SQLException e) {
    if (isIn(e, CertPathBuilderException.class)) {
      return Optional.of(
          new PostgresTlsFault(
              "has a certificate that no trusted authority has signed",
              "give the PEM file with the certificate of its authority as sslrootcert in the"
                  + " URL"));
    }
    if (isIn(e, CertificateException.class)) {
      return Optional.of(
          new PostgresTlsFault(
              "has a certificate that is not valid",
              "replace the certificate, or correct the clock of this machine"));
    }
    // The driver translates its messages; these words are the same in all languages.
    var message = String.valueOf(e.getMessage());
    if (message.contains("HostnameVerifier")) {
      return Optional.of(
          new PostgresTlsFault(
              "has a certificate for another host",
              "write the URL with a name of the certificate, or give the server a certificate for"
                  + " the host in the URL"));
    }
    return NO_ENCRYPTION.equals(e.getSQLState()) && message.contains("SSL")
        ? Optional.of(
            new PostgresTlsFault(
                "does not encrypt",
                "turn ssl on in the configuration of the server, or leave sslmode out of the URL"))
        : Optional.empty();
  }

  private static boolean isIn(Throwable failure, Class<? extends Throwable> kind) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .limit(MOST_CAUSES)
        .anyMatch(kind::isInstance);
  }
}
