package io.reprise.runtime.http;

import io.javalin.http.Context;
import io.reprise.runtime.access.Authentication;
import io.reprise.runtime.access.Authentication.Authenticated;
import io.reprise.runtime.access.Authentication.Refused;
import io.reprise.runtime.access.Principal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * The certificate of a caller. When the connection was opened, TLS has verified that a trusted
 * authority has signed it, that it was valid, and that the caller has its key. Immutable.
 */
final class ClientCertificate {
  private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

  private final X509Certificate certificate;

  private ClientCertificate(X509Certificate certificate) {
    this.certificate = certificate;
  }

  /** Returns the certificate that the caller has sent; empty if there is none. */
  static Optional<ClientCertificate> of(Context ctx) {
    return ctx.req().getAttribute(ATTRIBUTE) instanceof X509Certificate[] chain && chain.length > 0
        ? Optional.of(new ClientCertificate(chain[0]))
        : Optional.empty();
  }

  /**
   * Finds out who the caller is: the principal is the common name of the subject. A connection may
   * stay open for longer than its certificate is valid, so each request and each event of a stream
   * asks again.
   */
  Authentication authenticate() {
    try {
      certificate.checkValidity();
    } catch (CertificateException e) {
      return new Refused("has expired");
    }
    return principal(certificate.getSubjectX500Principal().getName())
        .<Authentication>map(Authenticated::new)
        .orElseGet(
            () ->
                new Refused(
                    "does not have one common name in its subject that is the name of a"
                        + " principal"));
  }

  /**
   * Returns the principal of a subject, which is written as RFC 2253 says. Empty if the subject has
   * no common name, several of them, or one that is not the name of a principal.
   */
  static Optional<Principal> principal(String subject) {
    try {
      var names =
          new LdapName(subject)
              .getRdns().stream().filter(part -> part.toAttributes().get("CN") != null).toList();
      // A part with several attributes could be read in two ways.
      return names.size() == 1
              && names.get(0).size() == 1
              && names.get(0).getValue() instanceof String name
          ? Optional.of(new Principal(name))
          : Optional.empty();
    } catch (InvalidNameException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
