package io.reprise.cli.reference;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.json.ByteSize;
import io.reprise.runtime.json.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists the keys of one service's configuration, with the defaults that its records set. */
final class ConfigTable {
  /**
   * One key.
   *
   * @param path as in {@code http.port}; {@code <name>} for an entry of a map, {@code []} of a list
   * @param variable the environment variable that overrides it; empty inside maps and lists
   */
  record Row(
      String path,
      String type,
      String standard,
      String range,
      String meaning,
      String variable,
      boolean secret) {}

  private final List<Row> rows = new ArrayList<>();
  private final List<String> undescribed = new ArrayList<>();

  private ConfigTable() {}

  static ConfigTable of(ConfiguredService service) {
    try {
      var table = new ConfigTable();
      var config = ConfigFile.parse("sample", service.sample(), service.type(), Map.of());
      table.addAll(service.type(), config, Json.yaml().readTree(service.sample()), List.of(), true);
      return table;
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  List<Row> rows() {
    return rows;
  }

  /** Components without a description, as {@code KafkaConfig.properties}. */
  List<String> undescribed() {
    return undescribed;
  }

  /**
   * @param isFixed whether the path has no names of a map's or list's entries
   */
  private void addAll(
      Class<?> type, Record config, JsonNode sample, List<String> above, boolean isFixed) {
    for (var component : type.getRecordComponents()) {
      var description = KeyDescription.of(component).orElse(null);
      if (description == null || description.meaning().isBlank()) {
        undescribed.add(type.getSimpleName() + "." + component.getName());
        continue;
      }
      var value = value(config, component);
      var given = sample.path(component.getName());
      var path = Stream.concat(above.stream(), Stream.of(component.getName())).toList();
      rows.add(
          new Row(
              String.join(".", path).replace(".[]", "[]"),
              typeName(component, description),
              standard(component, value, given, description),
              description.range(),
              description.meaning(),
              isFixed ? ConfigFile.variable(path) : "",
              description.secret()));
      if (value instanceof Record section && !(value instanceof ByteSize)) {
        addAll(section.getClass(), section, given, path, isFixed);
      } else if (value instanceof Map<?, ?> map) {
        addEntries(map, given, path);
      }
    }
  }

  private void addEntries(Map<?, ?> map, JsonNode given, List<String> path) {
    var names = new ArrayList<String>();
    given.fieldNames().forEachRemaining(names::add);
    for (var name : names) {
      var value = Objects.requireNonNull(map.get(name));
      var entry = Stream.concat(path.stream(), Stream.of("<name>")).toList();
      if (value instanceof List<?> list) {
        var element = Stream.concat(entry.stream(), Stream.of("[]")).toList();
        addAll(
            list.get(0).getClass(), (Record) list.get(0), given.get(name).get(0), element, false);
      } else if (value instanceof Record form) {
        addForm(form, given.get(name), entry);
      }
    }
  }

  private void addForm(Record form, JsonNode given, List<String> entry) {
    for (var parent : form.getClass().getInterfaces()) {
      var kinds = parent.getAnnotation(JsonSubTypes.class);
      if (kinds != null) {
        addKind(form, kinds, given, entry);
      }
    }
    addAll(form.getClass(), form, given, entry, false);
  }

  private void addKind(Record form, JsonSubTypes kinds, JsonNode given, List<String> entry) {
    Stream.of(kinds.value())
        .filter(kind -> kind.value() == form.getClass())
        .forEach(
            kind ->
                rows.add(
                    new Row(
                        String.join(".", entry) + ".kind",
                        "`" + kind.name() + "`",
                        "required",
                        "",
                        "Selects the keys that follow for this entry.",
                        "",
                        false)));
  }

  private static String standard(
      RecordComponent component,
      @Nullable Object value,
      JsonNode given,
      KeyDescription description) {
    if (!description.defaultsTo().isEmpty()) {
      return description.defaultsTo();
    }
    if (value instanceof Map || value instanceof Collection<?> list && list.isEmpty()) {
      return "empty";
    }
    if (!given.isMissingNode()) {
      return "required";
    }
    if (value == null) {
      return "none";
    }
    JsonNode written = Json.json().valueToTree(value);
    return written.isObject() ? "" : "`" + written.asText() + "`";
  }

  private static String typeName(RecordComponent component, KeyDescription description) {
    var name = typeName(component.getGenericType());
    return description.unit().isEmpty() ? name : name + " of " + description.unit();
  }

  private static String typeName(Type type) {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      var element = typeName(arguments[arguments.length - 1]);
      return (generic.getRawType() == Map.class ? "map to " : "list of ") + element;
    }
    var plain = (Class<?>) type;
    if (plain.isEnum()) {
      return Stream.of(plain.getEnumConstants())
          .map(constant -> "`" + constant + "`")
          .collect(Collectors.joining(", "));
    }
    if (plain == Duration.class) {
      return "duration";
    }
    if (plain == ByteSize.class) {
      return "size";
    }
    if (plain == URI.class) {
      return "URL";
    }
    if (plain == Path.class) {
      return "path";
    }
    if (plain == String.class) {
      return "text";
    }
    if (plain == Boolean.class || plain == boolean.class) {
      return "true or false";
    }
    return plain.isPrimitive() || Number.class.isAssignableFrom(plain) ? "whole number" : "section";
  }

  private static @Nullable Object value(Record config, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(config);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
