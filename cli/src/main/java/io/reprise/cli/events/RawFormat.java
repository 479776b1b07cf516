package io.reprise.cli.events;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** The forms in which {@code --raw} shows the bytes of a value. */
enum RawFormat {
  /** Two hexadecimal digits for each byte. */
  HEX,
  /** Base64 with padding. */
  BASE64;

  /** Returns the name of the JSON field that has bytes in this form. */
  String field() {
    return this == HEX ? "valueHex" : "valueBase64";
  }

  String title() {
    return "VALUE (" + name().toLowerCase(Locale.ROOT) + ")";
  }

  /** Returns bytes that are given in Base64 in this form. */
  String of(String base64) {
    return this == HEX ? HexFormat.of().formatHex(Base64.getDecoder().decode(base64)) : base64;
  }
}
