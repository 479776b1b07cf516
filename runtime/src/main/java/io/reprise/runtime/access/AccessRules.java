package io.reprise.runtime.access;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows who has which token, and who may do what, as the files of the configuration say now.
 * Thread-safe.
 */
public final class AccessRules {
  private final @Nullable ReloadedFile<TokenHashes> tokens;
  private final ReloadedFile<Policy> policy;
  private final TokenVerifier verifier;

  /**
   * Reads the files.
   *
   * @param config a configuration that is on
   * @param verifier checks the tokens that are not in the file of tokens
   * @throws io.reprise.runtime.config.ConfigException if a file cannot be read or is not valid
   */
  public AccessRules(AuthenticationConfig config, TokenVerifier verifier) {
    var file = config.tokens();
    this.tokens =
        file == null ? null : new ReloadedFile<>(file, TokenHashes.class, System::nanoTime);
    this.policy =
        new ReloadedFile<>(
            Objects.requireNonNull(config.policy(), "authentication is not configured"),
            Policy.class,
            System::nanoTime);
    this.verifier = verifier;
  }

  /** Finds out who has a token. May wait some seconds for the issuer of the token. */
  public Authentication authenticate(Token token) {
    var known = tokens == null ? Optional.<Principal>empty() : tokens.content().principalOf(token);
    return known
        .<Authentication>map(Authentication.Authenticated::new)
        .orElseGet(() -> verifier.verify(token));
  }

  /** Returns the policy that is in force. */
  public Policy policy() {
    return policy.content();
  }
}
