package io.reprise.runtime.oidc;

/** Thrown if an issuer refuses to issue tokens. A retry does not help, unless the error says so. */
public final class GrantRefusedException extends IssuerException {
  private final String error;

  /** Creates an exception for an answer that the caller refuses; it has no error of the issuer. */
  public GrantRefusedException(String message) {
    this(message, "");
  }

  /**
   * @param error the error code of the issuer, such as {@code invalid_grant}
   */
  GrantRefusedException(String message, String error) {
    super(message);
    this.error = error;
  }

  /** Returns the error code of the issuer (RFC 6749, 5.2, and RFC 8628, 3.5); empty if none. */
  public String error() {
    return error;
  }
}
