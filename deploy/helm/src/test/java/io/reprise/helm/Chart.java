package io.reprise.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.io.FileUtils;

/** The chart of this module, linted and rendered by Helm itself. Stateless. */
final class Chart {
  static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  static final Path DIRECTORY = MODULE.resolve("reprise");

  /** The chart with copies instead of links. Helm prints a line for each link that it follows. */
  private static final Path WITHOUT_LINKS = withoutLinks();

  private static final String OLDEST_KUBERNETES = "1.30.0";

  private Chart() {}

  private static Path withoutLinks() {
    try {
      var copy = MODULE.resolve("target/chart/reprise").toFile();
      FileUtils.deleteDirectory(copy);
      FileUtils.copyDirectory(DIRECTORY.toFile(), copy);
      return copy.toPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the values that a site must give, whatever its size. */
  static ObjectNode site() {
    return read(MODULE.resolve("src/test/resources/site.yaml"));
  }

  /** Returns the names of the values files of the chart, beginning with that of the defaults. */
  static List<String> valuesFiles() {
    try (var files = Files.list(DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("values.*\\.yaml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the values of a site with one of the chart's values files. */
  static ObjectNode siteWith(String valuesFile) {
    return merge(read(DIRECTORY.resolve(valuesFile)), site());
  }

  /**
   * Renders the chart.
   *
   * @return the objects, in Helm's order
   * @throws IllegalStateException if Helm refuses the values; the message is Helm's
   */
  static List<ObjectNode> render(ObjectNode values) {
    return withFile(
        values,
        file -> {
          var text =
              new Helm(WITHOUT_LINKS)
                  .template()
                  .withName("shop")
                  .withNamespace("replay")
                  .withKubeVersion(OLDEST_KUBERNETES)
                  .withValuesFile(file)
                  .call();
          var objects = new ArrayList<ObjectNode>();
          try (var parsed = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            while (parsed.hasNext()) {
              if (parsed.next() instanceof ObjectNode object) {
                objects.add(object);
              }
            }
          }
          return objects;
        });
  }

  /** Lints the chart with {@code helm lint --strict}, as if the values were its defaults. */
  static LintResult lint(ObjectNode values) {
    try {
      var directory = Files.createTempDirectory("chart");
      try {
        var chart = directory.resolve("reprise");
        FileUtils.copyDirectory(WITHOUT_LINKS.toFile(), chart.toFile());
        var defaults = read(DIRECTORY.resolve("values.yaml"));
        YAML.writeValue(chart.resolve("values.yaml").toFile(), merge(defaults, values));
        return new Helm(chart).lint().strict().call();
      } finally {
        FileUtils.deleteDirectory(directory.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode read(Path file) {
    try {
      return Objects.requireNonNull((ObjectNode) YAML.readTree(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode values(String yaml) {
    try {
      return (ObjectNode) YAML.readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the values with others over them, merged as Helm does. */
  static ObjectNode merge(ObjectNode values, ObjectNode over) {
    var merged = values.deepCopy();
    over.fields()
        .forEachRemaining(
            entry ->
                merged.set(
                    entry.getKey(),
                    merged.get(entry.getKey()) instanceof ObjectNode below
                            && entry.getValue() instanceof ObjectNode above
                        ? merge(below, above)
                        : entry.getValue().deepCopy()));
    return merged;
  }

  private interface WithFile<T> {
    T call(Path file) throws IOException;
  }

  private static <T> T withFile(ObjectNode values, WithFile<T> action) {
    try {
      var file = Files.createTempFile("values", ".yaml");
      try {
        YAML.writeValue(file.toFile(), values);
        return action.call(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
