package io.reprise.replay.transform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secret key of keyed hashes. Without a key, whoever knows what a text can be, such as an
 * address in a list, finds it by hashing each. Never logged and never part of a record. Immutable
 * and thread-safe.
 */
public final class MaskKey {
  private static final String HMAC = "HmacSHA256";
  private static final int LEAST_BYTES = 16;
  private static final int ID_DIGITS = 16;

  private final SecretKeySpec key;

  private MaskKey(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, HMAC);
  }

  /** Returns the key in a file as {@link #read} does; null if no file is given. */
  public static @Nullable MaskKey readIfGiven(@Nullable Path file) {
    return file == null ? null : read(file);
  }

  /**
   * Reads a key from a file: its bytes without white space at the ends.
   *
   * @throws IllegalArgumentException if the key is too short; the message names the file
   * @throws UncheckedIOException if the file cannot be read
   */
  public static MaskKey read(Path file) {
    try {
      var text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      if (text.length() < LEAST_BYTES) {
        throw new IllegalArgumentException(
            "%s has a key of %d bytes: give at least %d, for example by openssl rand -hex 32"
                .formatted(file, text.length(), LEAST_BYTES));
      }
      return new MaskKey(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(file), e);
    }
  }

  /**
   * Returns the id of this key, which plans name so that all workers hash with one key. Nobody
   * finds the key from its id.
   */
  String id() {
    var id = mac().doFinal("reprise mask key".getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(id).substring(0, ID_DIGITS);
  }

  /** Returns a new computation of hashes, confined to one thread. */
  Mac mac() {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
