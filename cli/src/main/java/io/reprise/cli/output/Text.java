package io.reprise.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Values for eyes. */
public final class Text {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Text() {}

  /** A field as a table shows it: nothing for what is absent, digits grouped. */
  public static String of(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (value.isIntegralNumber()) {
      return count(value.asLong());
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** A number with its digits in groups of three. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A size in the largest unit that leaves it above one. */
  public static String bytes(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < BYTE_UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, BYTE_UNITS[unit]);
  }

  /** A fraction of a whole, in whole percent; 100 for a whole of nothing. */
  public static String percent(long part, long whole) {
    return whole == 0 ? "100 %" : part * 100 / whole + " %";
  }

  /** A duration for eyes. */
  public static String seconds(long seconds) {
    return seconds < 120
        ? seconds + " s"
        : seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
  }
}
