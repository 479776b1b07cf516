package io.reprise.runtime.access;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows who has which token, and who may do what, as the files of the configuration say now.
 * Thread-safe.
 */
public final class AccessRules {
  private final ReloadedFile<TokenHashes> tokens;
  private final ReloadedFile<Policy> policy;

  /**
   * Reads the files.
   *
   * @param config a configuration that is on
   * @throws io.reprise.runtime.config.ConfigException if a file cannot be read or is not valid
   */
  public AccessRules(AuthenticationConfig config) {
    this.tokens = new ReloadedFile<>(given(config.tokens()), TokenHashes.class, System::nanoTime);
    this.policy = new ReloadedFile<>(given(config.policy()), Policy.class, System::nanoTime);
  }

  private static Path given(@Nullable Path file) {
    return Objects.requireNonNull(file, "authentication is not configured");
  }

  /** Returns the principal who has a token; empty if nobody has it. */
  public Optional<Principal> authenticate(Token token) {
    return tokens.content().principalOf(token);
  }

  /** Returns the policy that is in force. */
  public Policy policy() {
    return policy.content();
  }
}
