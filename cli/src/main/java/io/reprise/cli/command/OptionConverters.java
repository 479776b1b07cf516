package io.reprise.cli.command;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts option values for which picocli's own error message would show the name of a Java class.
 */
public final class OptionConverters {
  private OptionConverters() {}

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
      // The code below rejects this text, with the message that it uses for every text that is not
      // an http or https URL.
    }
    throw new TypeConversionException("'" + written + "' is not a URL like http://127.0.0.1:19100");
  }
}
