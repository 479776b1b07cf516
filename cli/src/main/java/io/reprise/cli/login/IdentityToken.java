package io.reprise.cli.login;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.oidc.GrantRefusedException;
import io.reprise.runtime.oidc.IssuerException;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The claims of the token that says who has signed in. Its signature is not checked: it was read
 * from the issuer itself, over TLS or loopback (OpenID Connect Core, 3.1.3.7, 6).
 */
final class IdentityToken {
  private final JsonNode claims;

  private IdentityToken(JsonNode claims) {
    this.claims = claims;
  }

  /**
   * Reads a token and checks that it is the answer to a request.
   *
   * @param nonce the nonce of the request
   * @throws IssuerException if it is not
   */
  static IdentityToken of(@Nullable String token, URI issuer, String clientId, String nonce)
      throws IssuerException {
    var identity = of(token, issuer, clientId);
    if (!identity.claims.path("nonce").asText().equals(nonce)) {
      throw new GrantRefusedException("the answer of the issuer belongs to another sign-in");
    }
    return identity;
  }

  /**
   * Reads a token that answers a request without a nonce: the device flow has none.
   *
   * @throws IssuerException if the token is of another issuer or for another client
   */
  static IdentityToken of(@Nullable String token, URI issuer, String clientId)
      throws IssuerException {
    var claims = claims(token);
    if (!claims.path("iss").asText().equals(issuer.toString())) {
      throw new GrantRefusedException("the answer is of another issuer than " + issuer);
    }
    var audience = claims.path("aud");
    boolean isForClient = audience.asText().equals(clientId);
    for (var each : audience) {
      isForClient |= each.asText().equals(clientId);
    }
    if (!isForClient) {
      throw new GrantRefusedException(
          "the answer of the issuer is for another client than " + clientId);
    }
    return new IdentityToken(claims);
  }

  private static JsonNode claims(@Nullable String token) throws IssuerException {
    var parts = token == null ? new String[0] : token.split("\\.");
    if (parts.length != 3) {
      throw new GrantRefusedException(
          "the issuer does not say who has signed in: the scope must contain openid");
    }
    try {
      return Json.json().readTree(Base64.getUrlDecoder().decode(parts[1]));
    } catch (IOException | IllegalArgumentException e) {
      throw new GrantRefusedException("the identity token of the issuer cannot be read");
    }
  }

  /** Returns who has signed in, as people are called by the issuer. */
  String name() {
    return claims
        .path("preferred_username")
        .asText(claims.path("sub").asText("unknown"))
        .replaceAll("\\p{Cntrl}", "?");
  }
}
