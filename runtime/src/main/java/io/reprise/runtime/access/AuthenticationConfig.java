package io.reprise.runtime.access;

import io.reprise.runtime.config.ConfigKey;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Configures how callers prove who they are, and who may do what. A policy is given together with
 * at least one way to prove who one is, or nothing is given: then nobody is asked who they are.
 * Client certificates, which the configuration of TLS turns on, are a way too.
 *
 * @param tokens the file with the hashes of the tokens; when left out, no such tokens are accepted
 * @param policy the file that says which principal has which role; none when left out
 * @param oidc the issuer whose tokens are accepted; none when left out
 */
public record AuthenticationConfig(
    @ConfigKey(
            "The YAML file with the hashes of the callers' tokens. `reprise token create` prints a"
                + " token and its line for the file. A changed file is read again within seconds.")
        @Nullable Path tokens,
    @ConfigKey(
            "The YAML file that gives principals their roles on topics and targets. What it does"
                + " not allow is refused. A changed file is read again within seconds.")
        @Nullable Path policy,
    @ConfigKey(
            "The OpenID Connect issuer whose JSON Web Tokens callers may send, besides the tokens"
                + " of the file: at least {issuer: URL, audience: NAME}.")
        @Nullable OidcConfig oidc) {
  /** Nobody is asked who they are. */
  public static final AuthenticationConfig NONE = new AuthenticationConfig(null, null);

  public AuthenticationConfig {
    if ((oidc != null || tokens != null) && policy == null) {
      throw new IllegalArgumentException(
          "policy is missing: give the path of the file that gives principals their roles");
    }
  }

  /** Creates a configuration without an OpenID Connect issuer. */
  public AuthenticationConfig(@Nullable Path tokens, @Nullable Path policy) {
    this(tokens, policy, null);
  }

  /** Returns whether callers must prove who they are. */
  public boolean isOn() {
    return policy != null;
  }
}
