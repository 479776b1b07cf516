package io.reprise.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.runtime.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Overrides single values of a configuration with environment variables, for example {@code
 * http.port} with {@code REPRISE_HTTP_PORT}. A map is replaced as a whole by one variable, which
 * holds the new map in YAML flow style. No variable exists for a single key of a map, because the
 * record type does not tell which keys the map has.
 */
final class EnvironmentOverrides {
  private static final String PREFIX = "REPRISE_";

  private final Map<List<String>, String> values;

  private EnvironmentOverrides(Map<List<String>, String> values) {
    this.values = values;
  }

  static EnvironmentOverrides of(Class<?> type, Map<String, String> environment) {
    var values = new TreeMap<List<String>, String>((a, b) -> a.toString().compareTo(b.toString()));
    paths(type, List.of())
        .forEach(
            path -> {
              var value = environment.get(variable(path));
              if (value != null) {
                values.put(path, value);
              }
            });
    return new EnvironmentOverrides(values);
  }

  /**
   * Changes the configuration {@code tree}: each key for which there is an environment variable
   * gets the value of the variable.
   *
   * @throws ConfigException if the value of a variable is not YAML. The message names the variable
   *     and leaves out its value, which may be a secret
   */
  void applyTo(ObjectNode tree) {
    for (var entry : values.entrySet()) {
      var path = entry.getKey();
      var parent = tree;
      for (var step : path.subList(0, path.size() - 1)) {
        parent =
            parent.get(step) instanceof ObjectNode existing ? existing : parent.putObject(step);
      }
      parent.set(path.get(path.size() - 1), read(path, entry.getValue()));
    }
  }

  private static JsonNode read(List<String> path, String value) {
    try {
      var node = Json.yaml().readTree(value);
      // An empty text in YAML is null, as it is behind a key without a value in a file.
      return node == null || node.isMissingNode() ? NullNode.getInstance() : node;
    } catch (JsonProcessingException e) {
      // The cause is left out of the exception, because the message of the cause shows the value.
      throw new ConfigException(
          "environment variable %s is not valid YAML: put the value in quotes"
              .formatted(variable(path)));
    }
  }

  private static Stream<List<String>> paths(Class<?> type, List<String> above) {
    return Stream.of(type.getRecordComponents())
        .flatMap(
            component -> {
              var path = Stream.concat(above.stream(), Stream.of(component.getName())).toList();
              return component.getType().isRecord()
                  ? Stream.concat(Stream.of(path), paths(component.getType(), path))
                  : Stream.of(path);
            });
  }

  /**
   * Returns the environment variable that overrides the key at a path: {@code
   * REPRISE_HTTP_MAX_BODY} for {@code [http, maxBody]}.
   */
  static String variable(List<String> path) {
    return PREFIX
        + String.join("_", path).replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }
}
