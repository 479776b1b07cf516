package io.reprise.ingest.service.parse;

/** Text as Unicode has it. */
public final class UnicodeText {
  private UnicodeText() {}

  /** Whether every surrogate is one of a pair, so that UTF-8 can carry the text. */
  public static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Whether CloudEvents allows the text as an attribute: no control or non-characters. */
  public static boolean isAttribute(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = c < 0x20 || c >= 0x7f && c <= 0x9f;
      boolean nonCharacter = c >= 0xfdd0 && c <= 0xfdef || c >= 0xfffe;
      if (control || nonCharacter) {
        return false;
      }
    }
    return isWellFormed(text);
  }
}
