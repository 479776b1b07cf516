package io.reprise.cli.context;

import io.reprise.cli.command.OptionConverters;
import io.reprise.runtime.config.ConfigText;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The address that a command calls, and where the command found it.
 *
 * @param text one or more URLs or {@code host:port}, separated by commas
 * @param source where the address was found, for example {@code context prod}; empty if it is an
 *     option of the command
 * @param context the context that has the address; null if an option or a variable has it
 * @param files with which a command proves who calls, and recognises the service
 */
public record Address(
    Endpoint endpoint, String text, String source, @Nullable Context context, SecurityFiles files) {
  private static final Pattern PASSWORD = Pattern.compile("(?i)([?&]password=)[^&]*");

  /** Returns the address that an option gives. */
  public static Address given(Endpoint endpoint, String text) {
    return new Address(endpoint, text, "", null, SecurityFiles.NONE);
  }

  /** Returns this address with other files. */
  public Address with(SecurityFiles others) {
    return new Address(endpoint, text, source, context, others);
  }

  /**
   * Returns the HTTP URLs of the address.
   *
   * @throws picocli.CommandLine.TypeConversionException if a URL is not valid
   */
  public List<URI> urls() {
    return Stream.of(text.split(",", -1)).map(OptionConverters::serviceAddress).toList();
  }

  /**
   * Returns the URL of an address that is a single one.
   *
   * @throws picocli.CommandLine.TypeConversionException if the text is not one valid URL
   */
  public URI url() {
    return OptionConverters.serviceAddress(text);
  }

  /** Returns the address without passwords, and its source, for an error message. */
  public String named() {
    return shown() + inSentence();
  }

  /**
   * Returns the source as a part of a sentence, as in {@code " of context prod"}; empty if the
   * address is an option of the command.
   */
  public String inSentence() {
    return source.isEmpty() ? "" : " of " + source;
  }

  /** Returns the address without passwords. */
  public String shown() {
    return shown(endpoint, text);
  }

  static String shown(Endpoint endpoint, String text) {
    return endpoint.isHttp()
        ? Stream.of(text.split(",", -1))
            .map(url -> ConfigText.withoutCredentials(URI.create(url)))
            .collect(Collectors.joining(","))
        : PASSWORD.matcher(text).replaceAll("$1***");
  }
}
