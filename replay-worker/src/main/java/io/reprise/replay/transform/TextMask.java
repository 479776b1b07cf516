package io.reprise.replay.transform;

import io.reprise.replay.spec.Transform.MaskKind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** Makes texts unreadable. Confined to one thread. */
final class TextMask {
  /** What stands in the place of a redacted text. */
  static final String REDACTED = "(masked)";

  private static final int HASH_DIGITS = 32;
  private static final String STARS = "****";
  private static final int KEPT = 4;

  /** Of a shorter text, four characters would tell too much. */
  private static final int LEAST_TO_KEEP = 8;

  private final MaskKind how;
  private final @Nullable Mac mac;

  /**
   * @param key the key of hashes; null for other kinds
   */
  TextMask(MaskKind how, @Nullable MaskKey key) {
    this.how = how;
    this.mac = key == null ? null : key.mac();
  }

  String of(String text) {
    return switch (how) {
      case REDACT -> REDACTED;
      case HASH -> hash(text);
      case KEEP_LAST_4 -> lastFour(text);
    };
  }

  private String hash(String text) {
    if (mac == null) {
      throw new IllegalStateException("a hash needs a key");
    }
    var hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
  }

  /** The number of asterisks does not depend on the length of the text. */
  private static String lastFour(String text) {
    int length = text.codePointCount(0, text.length());
    return length < LEAST_TO_KEEP
        ? STARS
        : STARS + text.substring(text.offsetByCodePoints(text.length(), -KEPT));
  }
}
