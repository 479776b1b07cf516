package io.reprise.runtime.json;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A number of bytes. The text form is {@code 512KiB}, {@code 8MiB}, {@code 1MB} (10^6 bytes) or a
 * plain number of bytes.
 *
 * @param bytes number of bytes, not negative
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "b", 1L,
          "kb", 1_000L,
          "kib", 1L << 10,
          "mb", 1_000_000L,
          "mib", 1L << 20,
          "gb", 1_000_000_000L,
          "gib", 1L << 30,
          "tb", 1_000_000_000_000L,
          "tib", 1L << 40);

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size cannot be negative: " + bytes);
    }
  }

  public static ByteSize ofKiB(long kibibytes) {
    return new ByteSize(Math.multiplyExact(kibibytes, 1L << 10));
  }

  public static ByteSize ofMiB(long mebibytes) {
    return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
  }

  /**
   * Reads a size from text, such as {@code 8MiB}.
   *
   * @throws IllegalArgumentException if the text is not a size; the message names the text and the
   *     accepted forms
   */
  public static ByteSize parse(String text) {
    var form = FORM.matcher(text.strip());
    Long unit = form.matches() ? UNITS.get(form.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(
          "'%s' is not a size: write it as 512KiB, 8MiB or a number of bytes".formatted(text));
    }
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(form.group(1)), unit));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is more bytes than can be counted", e);
    }
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /**
   * Returns the size as text, in the largest binary unit in which the number is whole: {@code
   * 8MiB}, {@code 1000B}.
   */
  @Override
  public String toString() {
    String[] names = {"B", "KiB", "MiB", "GiB", "TiB"};
    long count = bytes;
    int unit = 0;
    while (unit < names.length - 1 && count != 0 && count % 1024 == 0) {
      count /= 1024;
      unit++;
    }
    return count + names[unit];
  }
}
