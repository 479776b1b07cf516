package io.reprise.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The tables of {@code docs/kubernetes.md}: all values with type, default and meaning, and the
 * sizes of the values files.
 */
final class ValuesReference {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROLE = "<role>";

  /**
   * A key that users can set.
   *
   * @param path the key with those above it, separated by points
   * @param schema its part of the schema
   */
  record Key(String path, JsonNode schema) {}

  private record Row(String path, String type, String meaning) {}

  private ValuesReference() {}

  /** Returns all keys, in the order of the schema. */
  static List<Key> keys() {
    var keys = new ArrayList<Key>();
    add(keys, "", Chart.read(Chart.DIRECTORY.resolve("values.schema.json")));
    return keys;
  }

  private static void add(List<Key> keys, String above, JsonNode schema) {
    schema
        .path("properties")
        .fields()
        .forEachRemaining(
            entry -> {
              var path = above + entry.getKey();
              var child = entry.getValue();
              keys.add(new Key(path, child));
              add(keys, path + ".", child);
              if (!path.matches("(" + String.join("|", RenderedChart.ROLES) + ")\\.env")) {
                add(keys, path + "[].", child.path("items"));
              }
              add(keys, path + ".<name>.", child.path("additionalProperties"));
            });
  }

  /** Returns the table of all values. A key that all roles have in the same meaning has one row. */
  static List<String> values() {
    var defaults = Chart.read(Chart.DIRECTORY.resolve("values.yaml"));
    var rows = new LinkedHashMap<Row, Map<String, String>>();
    for (var key : keys()) {
      var role = key.path().replaceFirst("\\..*", "");
      boolean isOfRole =
          RenderedChart.ROLES.contains(role) && key.path().matches("\\w+\\.(?!volume).*");
      var path = isOfRole ? ROLE + key.path().substring(role.length()) : key.path();
      rows.computeIfAbsent(
              new Row(path, type(key.schema()), key.schema().path("description").asText()),
              row -> new LinkedHashMap<>())
          .put(role, text(key.schema(), defaults.at("/" + key.path().replace('.', '/'))));
    }
    var lines = new ArrayList<>(List.of("| key | type | default | meaning |", "|---|---|---|---|"));
    rows.forEach(
        (row, byRole) ->
            lines.add(
                "| `%s` | %s | %s | %s |"
                    .formatted(row.path(), row.type(), defaults(byRole), row.meaning())));
    return lines;
  }

  private static String defaults(Map<String, String> byRole) {
    var distinct = new LinkedHashSet<>(byRole.values());
    if (distinct.size() == 1) {
      return distinct.iterator().next();
    }
    return byRole.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String type(JsonNode schema) {
    if (schema.has("enum")) {
      return StreamSupport.stream(schema.path("enum").spliterator(), false)
          .map(value -> "`" + value.asText() + "`")
          .collect(Collectors.joining(", "));
    }
    var type = schema.path("type").asText();
    return switch (type) {
      case "string" -> "text";
      case "integer" ->
          schema.has("maximum")
              ? "%s to %s".formatted(schema.path("minimum"), schema.path("maximum"))
              : "%s or more".formatted(schema.path("minimum"));
      case "boolean" -> "true or false";
      case "array" -> "list";
      case "object" -> schema.has("properties") ? "section" : "map";
      default -> throw new IllegalArgumentException("a key has the type '" + type + "'");
    };
  }

  private static String text(JsonNode schema, JsonNode value) {
    boolean isSection = schema.has("properties");
    boolean isEmpty = value.isMissingNode() || value.isTextual() && value.asText().isEmpty();
    try {
      return isSection || isEmpty
          ? ""
          : "`" + (value.isTextual() ? value.asText() : JSON.writeValueAsString(value)) + "`";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the table of what one pod of each role gets, and how many pods there are. */
  static List<String> sizes() {
    var files = List.of("values.yaml", "values-10k.yaml", "values-1m.yaml", "values-100m.yaml");
    var defaults = Chart.read(Chart.DIRECTORY.resolve("values.yaml"));
    var lines = new ArrayList<String>();
    lines.add("| role |" + files.stream().map(f -> " `" + f + "` |").collect(Collectors.joining()));
    lines.add("|---|" + "---|".repeat(files.size()));
    for (var role : RenderedChart.ROLES) {
      lines.add(
          "| %s |".formatted(role)
              + files.stream()
                  .map(file -> Chart.merge(defaults, Chart.read(Chart.DIRECTORY.resolve(file))))
                  .map(values -> " " + size((ObjectNode) values.path(role)) + " |")
                  .collect(Collectors.joining()));
    }
    return lines;
  }

  private static String size(ObjectNode role) {
    var size =
        "%s × %s CPU, %s"
            .formatted(
                role.path("replicas").asText(),
                processors(role.at("/resources/requests/cpu").asText()),
                role.at("/resources/limits/memory").asText());
    var volume = role.at("/volume/size").asText();
    return volume.isEmpty() ? size : size + ", " + volume + " disk";
  }

  private static String processors(String text) {
    return text.endsWith("m")
        ? Double.toString(Integer.parseInt(text.substring(0, text.length() - 1)) / 1000.0)
        : text;
  }
}
