package io.reprise.ingest.service.parse;

/** Checks text against the rules of Unicode and CloudEvents. */
public final class UnicodeText {
  private UnicodeText() {}

  /**
   * Returns whether every surrogate belongs to a pair. Text with a lone surrogate cannot be encoded
   * as UTF-8.
   */
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

  /**
   * Returns whether CloudEvents allows the text as an attribute's value: no control characters, no
   * non-characters and no lone surrogates.
   */
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
