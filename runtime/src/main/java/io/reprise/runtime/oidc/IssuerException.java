package io.reprise.runtime.oidc;

/**
 * Thrown if an issuer does not answer, or not as OpenID Connect demands. A retry is safe. The
 * message is a sentence for operators, without secrets.
 */
public class IssuerException extends Exception {
  public IssuerException(String message) {
    super(message);
  }

  public IssuerException(String message, Throwable cause) {
    super(message, cause);
  }
}
