package io.reprise.runtime.access;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.config.ConfigText;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file of tokens: principals with the hashes of their tokens. A principal may have
 * several tokens, so that a token can be replaced without an interruption. Immutable.
 *
 * @param tokens one entry for each token; kept in the order of their hashes, in which a token is
 *     found without a look at all of them
 */
public record TokenHashes(
    @ConfigKey("The hash of each token, with the principal who has the token.")
        List<Entry> tokens) {
  public TokenHashes(@Nullable List<Entry> tokens) {
    this.tokens =
        tokens == null
            ? List.of()
            : tokens.stream().sorted(Comparator.comparing(Entry::sha256)).toList();
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
   * Returns the principal who has a token; empty if nobody has it. If two entries have the same
   * hash, the later one counts.
   *
   * <p>The time depends on the hash of the token, but tells nothing of use: whoever knew the hash
   * of another's token could still not find a token with that hash.
   */
  public Optional<Principal> principalOf(Token token) {
    var hash = token.sha256Hex();
    int low = 0;
    int high = tokens.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tokens.get(middle).sha256().compareTo(hash) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low > 0 && tokens.get(low - 1).sha256().equals(hash)
        ? Optional.of(new Principal(tokens.get(low - 1).principal()))
        : Optional.empty();
  }
}
