package io.reprise.cli.signin;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.config.ConfigText;
import io.reprise.runtime.oidc.IssuedTokens;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who has signed in where, and the tokens that were issued. Immutable.
 *
 * @param issuer the issuer, exactly as it names itself
 * @param clientId the id by which the issuer knows the program that signs in
 * @param scope what the tokens are asked for, in the issuer's words, separated by spaces
 * @param clientSecretFile the file with the secret of a job; null if a person signs in
 * @param accessToken the token for the services; null after `reprise logout`
 * @param expiresAt when the access token expires; null if the issuer does not say
 * @param refreshToken the token by which a new access token can be had; null if there is none
 */
public record SignIn(
    URI issuer,
    String clientId,
    String scope,
    @Nullable Path clientSecretFile,
    @ConfigKey(value = "The token for the services.", secret = true) @Nullable String accessToken,
    @Nullable Instant expiresAt,
    @ConfigKey(value = "The token by which a new one can be had.", secret = true)
        @Nullable String refreshToken) {
  public SignIn {
    if (issuer == null || clientId == null || scope == null) {
      throw new IllegalArgumentException(
          "issuer, clientId or scope is missing: run `reprise login` again");
    }
  }

  /** Creates a sign-in without tokens. */
  public static SignIn at(
      URI issuer, String clientId, String scope, @Nullable Path clientSecretFile) {
    return new SignIn(issuer, clientId, scope, clientSecretFile, null, null, null);
  }

  /** Returns this sign-in with the tokens that the issuer has issued now. */
  public SignIn with(IssuedTokens issued, Instant now) {
    var lifetime = issued.lifetime();
    return new SignIn(
        issuer,
        clientId,
        scope,
        clientSecretFile,
        issued.access(),
        lifetime == null ? null : now.plus(lifetime),
        // An issuer that issues no new refresh token means the former one to be used on.
        issued.refresh() == null ? refreshToken : issued.refresh());
  }

  /** Returns this sign-in without tokens. */
  public SignIn withoutTokens() {
    return at(issuer, clientId, scope, clientSecretFile);
  }

  /** Returns whether the access token is valid for at least some time more. */
  boolean isValidFor(Duration more, Instant now) {
    return accessToken != null && (expiresAt == null || now.plus(more).isBefore(expiresAt));
  }

  /** Returns every component as text, with asterisks in place of secrets. */
  @Override
  public String toString() {
    return ConfigText.of(this);
  }
}
