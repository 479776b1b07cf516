package io.reprise.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Formats values for tables and messages. */
public final class Text {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

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
   * Returns a duration in whole seconds if it is shorter than 2 minutes, in whole minutes if it is
   * shorter than 2 hours, otherwise in whole hours.
   */
  public static String seconds(long seconds) {
    return seconds < 120
        ? seconds + " s"
        : seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
  }
}
