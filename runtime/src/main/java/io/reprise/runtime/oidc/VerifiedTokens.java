package io.reprise.runtime.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import io.reprise.runtime.access.Token;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the claims of tokens whose signatures were verified, by the SHA-256 of the token, so
 * that a caller's signature is not verified for each of its requests. Keeps the {@value #MOST}
 * tokens that were used last. Whether a token has expired is not decided here: its claims are
 * checked for each request. Thread-safe.
 */
final class VerifiedTokens {
  /** The most tokens that are kept; a token has at most 4,096 characters. */
  static final int MOST = 1_000;

  private static final float LOAD_FACTOR = 0.75f;

  private final Map<String, Verified> tokens =
      new LinkedHashMap<>(16, LOAD_FACTOR, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param keys the keys among which the key of the signature was
   */
  private record Verified(JWKSet keys, JWTClaimsSet claims) {}

  /**
   * Returns the claims of a token; null if its signature has to be verified.
   *
   * @param keys the keys of the issuer now. What was verified with keys that were read before does
   *     not count: the issuer may have withdrawn the key since
   */
  @Nullable JWTClaimsSet find(Token token, JWKSet keys) {
    var hash = token.sha256Hex();
    synchronized (tokens) {
      var verified = tokens.get(hash);
      return verified != null && verified.keys() == keys ? verified.claims() : null;
    }
  }

  /** Keeps the claims of a token whose signature was verified with one of the keys. */
  void keep(Token token, JWKSet keys, JWTClaimsSet claims) {
    var hash = token.sha256Hex();
    synchronized (tokens) {
      tokens.put(hash, new Verified(keys, claims));
    }
  }

  /** Forgets a token that is not accepted any more. */
  void forget(Token token) {
    var hash = token.sha256Hex();
    synchronized (tokens) {
      tokens.remove(hash);
    }
  }

  int size() {
    synchronized (tokens) {
      return tokens.size();
    }
  }
}
