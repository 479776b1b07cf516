package io.reprise.runtime.oidc;

/** Thrown if an issuer refuses to issue tokens. A retry does not help. */
public final class GrantRefusedException extends IssuerException {
  public GrantRefusedException(String message) {
    super(message);
  }
}
