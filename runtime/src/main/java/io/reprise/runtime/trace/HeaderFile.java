package io.reprise.runtime.trace;

import io.reprise.runtime.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The headers in a file: a line for each, as {@code name: value}. Empty lines and lines that begin
 * with {@code #} are ignored. No message has a value, because values are secret. Thread-safe.
 */
final class HeaderFile {
  private static final Logger LOG = LoggerFactory.getLogger(HeaderFile.class);
  private static final Pattern LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\s*:\\s*([\\x20-\\x7e]*)");

  private final Path file;
  private volatile Map<String, String> headers;

  /**
   * Reads the file.
   *
   * @throws ConfigException if the file cannot be read or a line is not valid
   */
  HeaderFile(Path file) {
    this.file = file;
    this.headers = read(file);
  }

  /**
   * Reads the file again and returns its headers. If the file cannot be read any more or is not
   * valid, returns its former headers.
   */
  Map<String, String> headers() {
    try {
      headers = read(file);
    } catch (ConfigException e) {
      LOG.debug(
          "file with headers for spans is not valid, its former content stays in force cause={}",
          e.getMessage());
    }
    return headers;
  }

  private static Map<String, String> read(Path file) {
    var headers = new LinkedHashMap<String, String>();
    int number = 0;
    for (var line : lines(file).split("\\R", -1)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      var header = LINE.matcher(line.strip());
      if (!header.matches()) {
        throw new ConfigException(
            "tracing.headers: line %d of %s is not a header: write it as name: value"
                .formatted(number, file));
      }
      headers.put(header.group(1), header.group(2));
    }
    return Map.copyOf(headers);
  }

  private static String lines(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ConfigException("tracing.headers: " + file + " cannot be read: " + e, e);
    }
  }
}
