package io.reprise.runtime.access;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.config.ConfigText;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file of tokens: principals with the hashes of their tokens. A principal may have
 * several tokens, so that a token can be replaced without an interruption. Immutable.
 *
 * @param tokens one entry for each token
 */
public record TokenHashes(
    @ConfigKey("The hash of each token, with the principal who has the token.")
        List<Entry> tokens) {
  public TokenHashes(@Nullable List<Entry> tokens) {
    this.tokens = tokens == null ? List.of() : List.copyOf(tokens);
  }

  /**
   * The hash of one token.
   *
   * @param sha256 SHA-256 of the token, in 64 hexadecimal digits
   */
  public record Entry(
      @ConfigKey("Who has the token.") String principal,
      @ConfigKey(value = "The SHA-256 of the token, in hexadecimal digits.", secret = true)
          String sha256) {
    public Entry(@Nullable String principal, @Nullable String sha256) {
      if (principal == null || sha256 == null) {
        throw new IllegalArgumentException(
            "an entry lacks principal or sha256: `reprise token create` prints a complete one");
      }
      Principal.requireName(principal);
      this.principal = principal;
      this.sha256 = sha256.toLowerCase(Locale.ROOT);
      if (!this.sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "sha256 of principal %s is not 64 hexadecimal digits: write the hash of the token, not the token itself"
                .formatted(principal));
      }
    }

    /** Returns the entry as text, without its hash. */
    @Override
    public String toString() {
      return ConfigText.of(this);
    }
  }

  /**
   * Returns the principal who has a token; empty if nobody has it. Takes as long for a wrong token
   * as for a right one: every hash is compared, each in constant time.
   */
  public Optional<Principal> principalOf(Token token) {
    var hash = token.sha256();
    String found = null;
    for (var entry : tokens) {
      if (MessageDigest.isEqual(HexFormat.of().parseHex(entry.sha256()), hash)) {
        found = entry.principal();
      }
    }
    return Optional.ofNullable(found).map(Principal::new);
  }
}
