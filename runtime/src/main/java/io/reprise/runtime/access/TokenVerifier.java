package io.reprise.runtime.access;

/** Finds out who has a token that no file of tokens knows. Implementations are thread-safe. */
@FunctionalInterface
public interface TokenVerifier {
  /** A verifier that knows no token. */
  TokenVerifier NONE = token -> new Authentication.Refused("is unknown");

  /** Verifies a token. May wait some seconds for the issuer of the token. */
  Authentication verify(Token token);
}
