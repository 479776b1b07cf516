package io.reprise.runtime.json;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads and writes durations as text: {@code 500ms}, {@code 10s}, {@code 15m}, {@code 2h}, {@code
 * 7d}. ISO-8601 ({@code PT1M30S}) is accepted too. Stateless and thread-safe.
 */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads a duration from text, such as {@code 15m}.
   *
   * @throws IllegalArgumentException if the text is not a duration; the message names the text and
   *     the accepted forms
   */
  public static Duration parse(String text) {
    var form = FORM.matcher(text.strip());
    try {
      return form.matches()
          ? ofUnit(Long.parseLong(form.group(1)), form.group(2))
          : Duration.parse(text.strip());
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "'%s' is not a duration: write it as 500ms, 10s, 15m, 2h or 7d".formatted(text), e);
    }
  }

  private static Duration ofUnit(long count, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /**
   * Writes a duration for messages, in all units that it needs: {@code 1h 30m}, {@code 7d}, {@code
   * 500ms}, {@code -1s}. Less than a millisecond is a fraction, as in {@code 0.5ms}.
   */
  public static String text(Duration duration) {
    if (duration.isNegative()) {
      // The longest negative duration has no positive counterpart.
      boolean isLongest = duration.getSeconds() == Long.MIN_VALUE;
      return "-" + text(isLongest ? Duration.ofSeconds(Long.MAX_VALUE) : duration.negated());
    }
    var parts = new ArrayList<String>();
    add(parts, duration.toDays(), "d");
    add(parts, duration.toHoursPart(), "h");
    add(parts, duration.toMinutesPart(), "m");
    add(parts, duration.toSecondsPart(), "s");
    int nanos = duration.toNanosPart();
    if (nanos != 0) {
      parts.add(BigDecimal.valueOf(nanos, 6).stripTrailingZeros().toPlainString() + "ms");
    }
    return parts.isEmpty() ? "0s" : String.join(" ", parts);
  }

  private static void add(List<String> parts, long count, String unit) {
    if (count != 0) {
      parts.add(count + unit);
    }
  }

  /**
   * Writes a duration as text, in the largest of the units h, m, s and ms in which the number is
   * whole. Some durations are written as ISO-8601: a negative one, one that is not a whole number
   * of milliseconds, and one that needs the unit ms but does not fit into a long.
   */
  public static String format(Duration duration) {
    if (duration.isNegative() || duration.toNanosPart() % 1_000_000 != 0) {
      return duration.toString();
    }
    long seconds = duration.toSeconds();
    if (duration.isZero() || duration.toMillisPart() != 0) {
      boolean fits = seconds < Long.MAX_VALUE / 1_000;
      return fits ? duration.toMillis() + "ms" : duration.toString();
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
