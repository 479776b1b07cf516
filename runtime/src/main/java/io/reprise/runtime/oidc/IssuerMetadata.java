package io.reprise.runtime.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.access.OidcConfig;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer says about itself in its discovery document. Immutable.
 *
 * @param keys where the issuer's public keys are
 * @param authorization where people sign in; null if the issuer signs in no people
 * @param token where tokens are issued; null if the document does not say
 * @param device where a device without a browser begins to sign a person in (RFC 8628); null if the
 *     issuer does not offer it
 */
public record IssuerMetadata(
    URI keys, @Nullable URI authorization, @Nullable URI token, @Nullable URI device) {
  /**
   * Reads a discovery document.
   *
   * @throws IssuerException if the document is of another issuer, or lacks the address of the keys,
   *     or has an address over which somebody could pretend to be the issuer
   */
  static IssuerMetadata of(URI issuer, JsonNode document) throws IssuerException {
    // OpenID Connect Discovery, 4.3. Otherwise one issuer could answer in the name of another.
    if (!issuer.toString().equals(document.path("issuer").asText())) {
      throw new IssuerException(
          "the discovery document of %s names another issuer: configure the issuer exactly as its document names it"
              .formatted(issuer));
    }
    var keys = address(document, "jwks_uri");
    if (keys == null) {
      throw new IssuerException("the discovery document of %s lacks jwks_uri".formatted(issuer));
    }
    return new IssuerMetadata(
        keys,
        address(document, "authorization_endpoint"),
        address(document, "token_endpoint"),
        address(document, "device_authorization_endpoint"));
  }

  private static @Nullable URI address(JsonNode document, String member) throws IssuerException {
    var text = document.path(member).asText("");
    if (text.isEmpty()) {
      return null;
    }
    try {
      var address = URI.create(text);
      OidcConfig.requireSafe(member + " of the discovery document", address);
      return address;
    } catch (IllegalArgumentException e) {
      throw new IssuerException(String.valueOf(e.getMessage()), e);
    }
  }
}
