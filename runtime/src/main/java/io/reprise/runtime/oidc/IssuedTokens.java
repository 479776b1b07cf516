package io.reprise.runtime.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The answer of an issuer's token endpoint. Immutable.
 *
 * @param access the token for the services
 * @param lifetime how long the access token is valid; null if the issuer does not say
 * @param refresh the token by which a new access token can be had; null if there is none
 * @param identity the token about who has signed in; null if there is none
 */
public record IssuedTokens(
    String access,
    @Nullable Duration lifetime,
    @Nullable String refresh,
    @Nullable String identity) {
  static IssuedTokens of(JsonNode answer) throws IssuerException {
    var access = answer.path("access_token").asText("");
    if (access.isEmpty() || !answer.path("token_type").asText().equalsIgnoreCase("Bearer")) {
      throw new IssuerException("the answer of the token endpoint has no bearer token");
    }
    long seconds = answer.path("expires_in").asLong(0);
    return new IssuedTokens(
        access,
        seconds > 0 ? Duration.ofSeconds(seconds) : null,
        text(answer, "refresh_token"),
        text(answer, "id_token"));
  }

  private static @Nullable String text(JsonNode answer, String member) {
    return answer.path(member).isTextual() ? answer.path(member).asText() : null;
  }

  /** Returns a text without the tokens. */
  @Override
  public String toString() {
    return "IssuedTokens";
  }
}
