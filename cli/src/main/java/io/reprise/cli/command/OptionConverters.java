package io.reprise.cli.command;

import io.reprise.runtime.json.Durations;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts option values for which picocli's own error message would show the name of a Java class.
 */
public final class OptionConverters {
  private OptionConverters() {}

  /** Makes a command line convert options of all types that this class converts. */
  public static CommandLine addTo(CommandLine commands) {
    return commands
        .registerConverter(URI.class, OptionConverters::serviceAddress)
        .registerConverter(Duration.class, OptionConverters::duration)
        .registerConverter(Integer.class, OptionConverters::intNumber)
        .registerConverter(int.class, OptionConverters::intNumber)
        .registerConverter(Long.class, OptionConverters::longNumber)
        .registerConverter(long.class, OptionConverters::longNumber)
        .registerConverter(Double.class, OptionConverters::number)
        .registerConverter(double.class, OptionConverters::number);
  }

  private static Duration duration(String written) {
    try {
      return Durations.parse(written);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  private static int intNumber(String written) {
    try {
      return Integer.parseInt(written);
    } catch (NumberFormatException e) {
      throw notWhole(written, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
  }

  private static long longNumber(String written) {
    try {
      return Long.parseLong(written);
    } catch (NumberFormatException e) {
      throw notWhole(written, Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }

  private static TypeConversionException notWhole(String written, long least, long most) {
    return new TypeConversionException(
        written.matches("[+-]?\\d+")
            ? "'%s' is out of range: give a whole number from %d to %d"
                .formatted(written, least, most)
            : "'%s' is not a whole number".formatted(written));
  }

  private static double number(String written) {
    try {
      return Double.parseDouble(written);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'%s' is not a number such as 0.25".formatted(written));
    }
  }

  /**
   * Returns the base URL of a service.
   *
   * @throws TypeConversionException if {@code written} is not an {@code http} or {@code https} URL
   *     with a host
   */
  public static URI serviceAddress(String written) {
    try {
      var uri = new URI(written);
      var scheme = uri.getScheme();
      if (uri.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The text is not a URL. The code after this block rejects the text with the same message as
      // a URL that is neither http nor https.
    }
    throw new TypeConversionException("'" + written + "' is not a URL like http://127.0.0.1:19100");
  }
}
