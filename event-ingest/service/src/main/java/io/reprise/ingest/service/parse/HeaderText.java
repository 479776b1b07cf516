package io.reprise.ingest.service.parse;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes an attribute's value from an HTTP header: UTF-8, percent-encoded where it is not
 * printable ASCII. Source: CloudEvents' HTTP protocol binding 1.0.2, section 3.1.3.2.
 */
final class HeaderText {
  private HeaderText() {}

  /**
   * Decodes a header's value.
   *
   * @throws IllegalArgumentException with a clause that says what is wrong with the value
   */
  static String decode(String value) {
    var text = unquoted(value.strip());
    return isPlain(text) ? text : percentDecoded(text);
  }

  private static String unquoted(String value) {
    int length = value.length();
    return length >= 2 && value.charAt(0) == '"' && value.charAt(length - 1) == '"'
        ? value.substring(1, length - 1).replaceAll("\\\\(.)", "$1")
        : value;
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '%');
  }

  private static String percentDecoded(String text) {
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c >= 0x7f) {
        throw new IllegalArgumentException("must be percent-encoded where it is not ASCII");
      }
      if (c == '%') {
        bytes.write(octet(text, i));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return utf8(bytes.toByteArray());
  }

  private static int octet(String text, int percent) {
    int high = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 1), 16) : -1;
    int low = high < 0 ? -1 : Character.digit(text.charAt(percent + 2), 16);
    if (low < 0) {
      throw new IllegalArgumentException("has a % without two hex digits: write % as %25");
    }
    return high << 4 | low;
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("is not UTF-8 after percent-decoding", e);
    }
  }
}
