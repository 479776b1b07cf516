package io.reprise.runtime.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A secret by which a caller proves who it is. The text is shown once, when the token is created;
 * services know its hash only. Immutable.
 */
public final class Token {
  private static final String PREFIX = "reprise_";

  /** A token has 256 random bits. */
  private static final int RANDOM_BYTES = 32;

  private final String text;

  /**
   * The hash, once it was asked for: each request asks several times. Threads that compute it at
   * the same time compute the same text, which is immutable and therefore safe without a lock.
   */
  private @Nullable String hash;

  private Token(String text) {
    this.text = text;
  }

  /** Creates a token that nobody can guess. */
  public static Token create(SecureRandom random) {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    // The prefix lets scanners for leaked secrets recognise a token.
    return new Token(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Wraps a text that a caller sent as its token. */
  public static Token of(String text) {
    return new Token(text);
  }

  /** Returns the text that the owner of the token keeps secret. */
  public String secret() {
    return text;
  }

  /**
   * Returns the SHA-256 of the token in hexadecimal digits, as a file of tokens has it. A plain
   * hash is enough, unlike for a password: a token has at least 128 random bits, so nobody can find
   * it by trying texts, however fast the hash is, and no two tokens are equal, so a salt adds
   * nothing.
   */
  public String sha256Hex() {
    var known = hash;
    if (known == null) {
      known = HexFormat.of().formatHex(sha256());
      hash = known;
    }
    return known;
  }

  private byte[] sha256() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns a text without the secret. */
  @Override
  public String toString() {
    return "Token";
  }
}
