package io.reprise.schemas.compat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * The schema versions of one subject, kept as files in a directory: {@code <subject>/v1.avsc},
 * {@code v2.avsc} and so on.
 *
 * @param subject name of the subject, such as {@code user-events-value}
 * @param versions schemas by version number, from 1, without gaps
 */
public record SchemaHistory(String subject, Map<Integer, Schema> versions) {
  private static final String EXAMPLE =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}";
  private static final Pattern VERSION = Pattern.compile("v(\\d{1,6})\\.avsc");

  public SchemaHistory {
    versions = new TreeMap<>(versions);
  }

  /**
   * Reads all schema versions of a subject from its directory.
   *
   * @throws IllegalArgumentException if a version is missing or a file is not a schema; the message
   *     names the file and the remedy
   * @throws UncheckedIOException if the directory or a file cannot be read
   */
  public static SchemaHistory read(Path directory) {
    var versions = new TreeMap<Integer, Schema>();
    try (var files = Files.list(directory)) {
      for (var file : files.sorted().toList()) {
        var name = VERSION.matcher(String.valueOf(file.getFileName()));
        if (!name.matches()) {
          throw new IllegalArgumentException(
              file + " is not a version of a schema: name it v<number>.avsc");
        }
        versions.put(Integer.parseInt(name.group(1)), parse(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + directory, e);
    }
    requireNoGap(directory, versions);
    return new SchemaHistory(String.valueOf(directory.getFileName()), versions);
  }

  private static void requireNoGap(Path directory, Map<Integer, Schema> versions) {
    for (int version = 1; version <= Math.max(1, versions.size()); version++) {
      if (!versions.containsKey(version)) {
        throw new IllegalArgumentException(
            "%s lacks v%d.avsc: versions are numbered from 1 without gaps"
                .formatted(directory, version));
      }
    }
  }

  /**
   * Reads one schema from a file.
   *
   * @throws IllegalArgumentException if the file is not an Avro schema
   * @throws UncheckedIOException if the file cannot be read
   */
  public static Schema parse(Path file) {
    try {
      return parse(file, Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Parses the Avro schema in the text of a file.
   *
   * @param file named in the error message; the file is not read
   * @throws IllegalArgumentException if the text is not an Avro schema
   */
  public static Schema parse(Path file, String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (SchemaParseException e) {
      throw new IllegalArgumentException(file + " is not an Avro schema: " + reason(e), e);
    }
  }

  /**
   * Returns why a text is not an Avro schema. Does not quote the JSON parser, whose messages a user
   * may not understand.
   */
  private static String reason(SchemaParseException e) {
    if (!(e.getCause() instanceof JsonProcessingException json)) {
      return String.valueOf(e.getMessage());
    }
    var at = json.getLocation();
    var place =
        at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    return "the text is not JSON%s: expected a JSON document such as %s".formatted(place, EXAMPLE);
  }

  /**
   * Compares each version with all earlier versions. Returns the incompatibilities, one sentence
   * each; empty if there are none.
   */
  public List<String> faults() {
    var faults = new ArrayList<String>();
    var before = new LinkedHashMap<String, Schema>();
    versions.forEach(
        (number, schema) -> {
          Compatibility.faults(schema, before)
              .forEach(fault -> faults.add(subject + " v" + number + ": " + fault));
          before.put("version " + number, schema);
        });
    return List.copyOf(faults);
  }

  /**
   * Returns the reasons, one sentence each, why the schema {@code candidate} cannot be the next
   * version of the subject.
   */
  public List<String> faults(Schema candidate) {
    var before = new LinkedHashMap<String, Schema>();
    versions.forEach((number, schema) -> before.put("version " + number, schema));
    return Compatibility.faults(candidate, before);
  }
}
