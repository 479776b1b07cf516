package io.reprise.ingest.service.parse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Header values of the HTTP binding: UTF-8 in percent encoding (section 3.1.3.2). */
final class PercentDecoding {
  private PercentDecoding() {}

  /** The value; what is no percent encoding stays as it is. */
  static String of(String value) {
    if (value.indexOf('%') < 0) {
      return value;
    }
    var bytes = new ByteArrayOutputStream(value.length());
    for (int i = 0; i < value.length(); i++) {
      int decoded = value.charAt(i) == '%' ? hex(value, i + 1) : -1;
      if (decoded >= 0) {
        bytes.write(decoded);
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(value.charAt(i)).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int hex(String value, int at) {
    if (at + 2 > value.length()) {
      return -1;
    }
    int high = Character.digit(value.charAt(at), 16);
    int low = Character.digit(value.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
