package io.reprise.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Formats values for tables and messages. */
public final class Text {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private Text() {}

  /**
   * Returns a field as a table shows it. The text of a missing field is empty. The digits of a
   * whole number are in groups of three.
   */
  public static String of(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (value.isIntegralNumber()) {
      return count(value.asLong());
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /**
   * Returns a text with hexadecimal escapes in place of control characters and of characters that
   * change the direction of writing. Keys and values of events are written by anybody who may
   * publish, and must not give orders to the terminal of a reader.
   */
  static String printable(String text) {
    if (text.chars().allMatch(Text::isPrintable)) {
      return text;
    }
    var printable = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (isPrintable(c)) {
                printable.append((char) c);
              } else {
                printable.append("\\u%04x".formatted(c));
              }
            });
    return printable.toString();
  }

  private static boolean isPrintable(int c) {
    return !Character.isISOControl(c) && (c < 0x202a || c > 0x202e) && (c < 0x2066 || c > 0x2069);
  }

  /** Returns a number with its digits in groups of three. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Returns a size in the largest binary unit in which it is at least 1. */
  public static String bytes(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < BYTE_UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, BYTE_UNITS[unit]);
  }

  /** Returns a fraction in whole percent, rounded down; 100 if the whole is 0. */
  public static String percent(long part, long whole) {
    return whole == 0 ? "100 %" : part * 100 / whole + " %";
  }

  /**
   * Returns a time to the second, in the system's time zone and with its offset from UTC, as in
   * {@code 2026-11-29 14:02:00 +01:00}. The text of a missing field is empty. A field that is not a
   * time is returned as it is.
   */
  public static String time(JsonNode value) {
    return time(value, TIME);
  }

  /**
   * Returns a time to the minute, in the system's time zone and without its offset from UTC, for
   * tables with little room. Otherwise equal to {@link #time}.
   */
  public static String minute(JsonNode value) {
    return time(value, MINUTE);
  }

  private static String time(JsonNode value, DateTimeFormatter format) {
    var written = of(value);
    try {
      return format.format(Instant.parse(written).atZone(ZoneId.systemDefault()));
    } catch (DateTimeParseException e) {
      return written;
    }
  }

  /**
   * Returns a duration in its two largest units, rounded down, such as {@code 45s}, {@code 1h 30m}
   * or {@code 2d}.
   */
  public static String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return units(seconds, 60, "m", 1, "s");
    }
    return seconds < 86_400
        ? units(seconds, 3_600, "h", 60, "m")
        : units(seconds, 86_400, "d", 3_600, "h");
  }

  private static String units(
      long seconds, long large, String largeUnit, long small, String smallUnit) {
    long rest = seconds % large / small;
    return seconds / large + largeUnit + (rest == 0 ? "" : " " + rest + smallUnit);
  }

  /** Returns a number of seconds as {@link #duration} does. */
  public static String seconds(long seconds) {
    return duration(Duration.ofSeconds(seconds));
  }
}
