package io.reprise.runtime.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Thrown when a client refuses the certificate of a server. The message says which certificate and
 * why, in a part of a sentence; the caller knows what to do about it. A retry does not help.
 */
public final class RefusedCertificateException extends CertificateException {
  private static final long serialVersionUID = 1;

  private final Fault fault;

  /** Why a certificate was refused. */
  public enum Fault {
    /** No trusted authority has signed it. */
    UNTRUSTED,
    EXPIRED,
    NOT_YET_VALID,
    /** It is for other host names or addresses than the one that the client has called. */
    OTHER_HOST,
    /** Anything else, such as a weak algorithm. */
    UNFIT
  }

  private RefusedCertificateException(Fault fault, String message, CertificateException cause) {
    super(message, cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }

  /**
   * Explains why a chain of certificates was refused.
   *
   * @param chain the chain that the server has sent, its own certificate first
   * @param isTrusted whether the chain is valid for some host
   */
  static RefusedCertificateException of(
      List<X509Certificate> chain, boolean isTrusted, CertificateException cause) {
    for (var certificate : chain) {
      try {
        certificate.checkValidity();
      } catch (CertificateExpiredException e) {
        return new RefusedCertificateException(
            Fault.EXPIRED,
            "the certificate of %s expired on %s"
                .formatted(
                    CertificateFacts.subject(certificate), certificate.getNotAfter().toInstant()),
            cause);
      } catch (CertificateNotYetValidException e) {
        return new RefusedCertificateException(
            Fault.NOT_YET_VALID,
            "the certificate of %s is not valid before %s"
                .formatted(
                    CertificateFacts.subject(certificate), certificate.getNotBefore().toInstant()),
            cause);
      }
    }
    var own = chain.get(0);
    if (isTrusted) {
      var hosts = CertificateFacts.hosts(own);
      return new RefusedCertificateException(
          Fault.OTHER_HOST,
          "the certificate of %s is for %s"
              .formatted(
                  CertificateFacts.subject(own),
                  hosts.isEmpty() ? "no host" : "no other host than " + String.join(", ", hosts)),
          cause);
    }
    var root = root(cause);
    return root instanceof CertPathBuilderException
        ? new RefusedCertificateException(
            Fault.UNTRUSTED,
            "no trusted authority has signed the certificate of %s, which %s has issued"
                .formatted(CertificateFacts.subject(own), CertificateFacts.issuer(own)),
            cause)
        : new RefusedCertificateException(
            Fault.UNFIT,
            "the certificate of %s is not fit: %s"
                .formatted(CertificateFacts.subject(own), root.getMessage()),
            cause);
  }

  private static Throwable root(Throwable failure) {
    var root = failure;
    for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return root;
  }
}
