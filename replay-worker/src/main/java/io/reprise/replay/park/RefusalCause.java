package io.reprise.replay.park;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The cause for which a record was refused, without the values of the record. Records that were
 * refused for the same cause have equal causes. Targets say in a sentence why they refuse a record;
 * the cause is this sentence without its numbers and its quoted texts. It keeps the codes that
 * distinguish causes: the status of an HTTP answer and the SQLSTATE of a database.
 *
 * @param text the sentence with {@code #} for each number and {@code '...'} for each quoted text;
 *     one line of at most {@value #MAX_TEXT} characters
 * @param fingerprint the first 12 hexadecimal digits of the SHA-256 of {@code text}
 */
public record RefusalCause(String text, String fingerprint) {
  private static final int MAX_TEXT = 160;
  private static final int HEX_DIGITS = 12;

  /** A quoted text. The quote does not follow a letter, so that "record's" begins none. */
  private static final Pattern QUOTED = Pattern.compile("(?<!\\w)(?:'[^']*'|\"[^\"]*\")");

  /** A number or a time that is not a status or an SQLSTATE. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<!status )(?<!SQLSTATE )(?<![\\w.])\\d[\\w.:+-]*");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /**
   * Returns the cause of a refusal.
   *
   * @param reason the sentence with which the target or the filter has refused a record
   */
  public static RefusalCause of(String reason) {
    var oneLine = BLANKS.matcher(reason).replaceAll(" ").strip();
    var unquoted = QUOTED.matcher(oneLine).replaceAll("'...'");
    var text = NUMBER.matcher(unquoted).replaceAll("#");
    var bounded = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    return new RefusalCause(bounded, fingerprint(bounded));
  }

  private static String fingerprint(String text) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)))
          .substring(0, HEX_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
