package io.reprise.ingest.service.parse;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A media type as in the header {@code Content-Type}.
 *
 * @param name type and subtype in lower case
 * @param charset the charset in lower case; null if not given
 */
public record MediaType(String name, @Nullable String charset) {
  public static final MediaType CLOUD_EVENT =
      new MediaType("application/cloudevents+json", "utf-8");
  public static final MediaType CLOUD_EVENTS =
      new MediaType("application/cloudevents-batch+json", "utf-8");
  private static final MediaType JSON = new MediaType("application/json", null);

  private static final Set<String> AVRO =
      Set.of("application/avro", "avro/binary", "application/vnd.apache.avro+binary");
  private static final Set<String> UTF_8 = Set.of("utf-8", "utf8", "us-ascii");

  /**
   * Parses the text of a media type. A missing or blank text means JSON, as in CloudEvents' JSON
   * format.
   */
  public static MediaType parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return JSON;
    }
    int semicolon = text.indexOf(';');
    if (semicolon < 0) {
      return new MediaType(text.strip().toLowerCase(Locale.ROOT), null);
    }
    return new MediaType(
        text.substring(0, semicolon).strip().toLowerCase(Locale.ROOT),
        charset(text.substring(semicolon + 1)));
  }

  private static @Nullable String charset(String parameters) {
    for (var parameter : parameters.split(";", -1)) {
      var nameAndValue = parameter.strip().toLowerCase(Locale.ROOT).split("=", 2);
      if (nameAndValue.length == 2 && nameAndValue[0].strip().equals("charset")) {
        return nameAndValue[1].strip().replace("\"", "");
      }
    }
    return null;
  }

  boolean is(MediaType other) {
    return name.equals(other.name);
  }

  /** Returns whether this is a media type of CloudEvents, in any format. */
  boolean isCloudEvents() {
    return name.startsWith("application/cloudevents");
  }

  public boolean isJson() {
    return name.equals("application/json") || name.equals("text/json") || name.endsWith("+json");
  }

  public boolean isAvro() {
    return AVRO.contains(name);
  }

  /** Returns whether text of this type can be decoded as UTF-8. */
  boolean isUtf8() {
    return charset == null || UTF_8.contains(charset);
  }
}
