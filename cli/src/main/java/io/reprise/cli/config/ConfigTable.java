package io.reprise.cli.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.access.OidcConfig;
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
   * @param steps the names of the path, with those of the sample's entries of maps
   * @param variable the environment variable that overrides it; empty inside maps and lists
   * @param isSet whether an example sets the key: it and all sections around it are required
   * @param example the value in an example, as YAML; {@code null} stands for a default that is not
   *     a value; empty for a section
   */
  record Row(
      String path,
      List<String> steps,
      String type,
      String standard,
      String range,
      String meaning,
      String variable,
      boolean secret,
      boolean isSet,
      String example) {
    boolean isRequired() {
      return standard.equals(REQUIRED);
    }
  }

  private static final String REQUIRED = "required";

  /** A sample, with the required keys, of each section that a service can do without, by type. */
  private static final Map<Class<?>, String> OPTIONAL_SECTIONS =
      Map.of(OidcConfig.class, "{issuer: 'https://id.example.com', audience: reprise}");

  private final List<Row> rows = new ArrayList<>();
  private final List<String> undescribed = new ArrayList<>();

  private final Map<Class<?>, String> optionalSections;

  private ConfigTable(Map<Class<?>, String> optionalSections) {
    this.optionalSections = optionalSections;
  }

  /** Returns the keys of the sample and of all sections that have defaults. */
  static ConfigTable of(ConfiguredService service) {
    return of(service, Map.of());
  }

  /** Returns all keys, also those of sections that a service can do without. */
  static ConfigTable complete(ConfiguredService service) {
    return of(service, OPTIONAL_SECTIONS);
  }

  private static ConfigTable of(ConfiguredService service, Map<Class<?>, String> optionalSections) {
    try {
      var table = new ConfigTable(optionalSections);
      var config = ConfigFile.parse("sample", service.sample(), service.type(), Map.of());
      var sample = Json.yaml().readTree(service.sample());
      table.addAll(service.type(), config, sample, new Place(List.of(), List.of(), true, true));
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
   * A section of the configuration.
   *
   * @param path its path, with {@code <name>} for an entry of a map
   * @param steps its path, with the sample's names of entries
   * @param isFixed whether the path has no names of a map's or list's entries
   * @param isSet whether an example has this section
   */
  private record Place(List<String> path, List<String> steps, boolean isFixed, boolean isSet) {
    Place section(String name, boolean isSetThere) {
      return new Place(plus(path, name), plus(steps, name), isFixed, isSet && isSetThere);
    }

    Place entry(String name) {
      return new Place(plus(path, "<name>"), plus(steps, name), false, isSet);
    }

    Place element() {
      return new Place(plus(path, "[]"), plus(steps, "[]"), false, isSet);
    }

    private static List<String> plus(List<String> names, String name) {
      return Stream.concat(names.stream(), Stream.of(name)).toList();
    }
  }

  private void addAll(Class<?> type, Record config, JsonNode sample, Place place) {
    for (var component : type.getRecordComponents()) {
      var description = KeyDescription.of(component).orElse(null);
      if (description == null || description.meaning().isBlank()) {
        undescribed.add(type.getSimpleName() + "." + component.getName());
        continue;
      }
      var value = value(config, component);
      var given = sample.path(component.getName());
      var standard = standard(component, value, given, description);
      var key = place.section(component.getName(), standard.equals(REQUIRED));
      var optional = value == null ? optionalSections.get(component.getType()) : null;
      boolean hasKeys =
          isSection(value)
              || optional != null
              || value instanceof Map && given.size() > 0 && !isMapOfTexts(given);
      rows.add(
          new Row(
              String.join(".", key.path()).replace(".[]", "[]"),
              key.steps(),
              typeName(component, description),
              standard,
              description.range(),
              description.meaning(),
              key.isFixed() ? ConfigFile.variable(key.path()) : "",
              description.secret(),
              key.isSet(),
              hasKeys ? "" : example(value, given, description)));
      if (value instanceof Record section && isSection(value)) {
        addAll(section.getClass(), section, given, key);
      } else if (optional != null) {
        addOptional(component.getType(), optional, key);
      } else if (value instanceof Map<?, ?> map && !isMapOfTexts(given)) {
        addEntries(map, given, key);
      }
    }
  }

  private void addOptional(Class<?> type, String sample, Place place) {
    var section = ConfigFile.parse("sample", sample, type.asSubclass(Record.class), Map.of());
    try {
      addAll(type, section, Json.yaml().readTree(sample), place);
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Returns whether a sample's value is a map whose entries are texts rather than sections. */
  private static boolean isMapOfTexts(JsonNode given) {
    return given.isObject()
        && given.size() > 0
        && given.properties().stream().allMatch(entry -> entry.getValue().isValueNode());
  }

  private static boolean isSection(@Nullable Object value) {
    return value instanceof Record && !(value instanceof ByteSize);
  }

  /** Returns the sample's value, or else the default. */
  private static String example(
      @Nullable Object value, JsonNode given, KeyDescription description) {
    try {
      if (isMapOfTexts(given) || given.isArray()) {
        return given.toString();
      }
      if (!given.isMissingNode()) {
        return Json.yaml().writeValueAsString(given).strip();
      }
      return value == null || !description.defaultsTo().isEmpty()
          ? "null"
          : Json.yaml().writeValueAsString(value).strip();
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void addEntries(Map<?, ?> map, JsonNode given, Place place) {
    var names = new ArrayList<String>();
    given.fieldNames().forEachRemaining(names::add);
    for (var name : names) {
      var value = Objects.requireNonNull(map.get(name));
      var entry = place.entry(name);
      if (value instanceof List<?> list) {
        var element = (Record) list.get(0);
        addAll(element.getClass(), element, given.get(name).get(0), entry.element());
      } else if (value instanceof Record form) {
        addForm(form, given.get(name), entry);
      }
    }
  }

  private void addForm(Record form, JsonNode given, Place entry) {
    for (var parent : form.getClass().getInterfaces()) {
      var kinds = parent.getAnnotation(JsonSubTypes.class);
      if (kinds != null) {
        addKind(form, kinds, entry);
      }
    }
    addAll(form.getClass(), form, given, entry);
  }

  private void addKind(Record form, JsonSubTypes kinds, Place entry) {
    Stream.of(kinds.value())
        .filter(kind -> kind.value() == form.getClass())
        .forEach(
            kind ->
                rows.add(
                    new Row(
                        String.join(".", entry.path()) + ".kind",
                        entry.section("kind", true).steps(),
                        "`" + kind.name() + "`",
                        REQUIRED,
                        "",
                        "Selects the keys that follow for this entry.",
                        "",
                        false,
                        entry.isSet(),
                        kind.name())));
  }

  private static String standard(
      RecordComponent component,
      @Nullable Object value,
      JsonNode given,
      KeyDescription description) {
    if (!description.defaultsTo().isEmpty()) {
      return description.defaultsTo();
    }
    if (isMapOfTexts(given)) {
      return REQUIRED;
    }
    if (value instanceof Map || value instanceof Collection<?> list && list.isEmpty()) {
      return "empty";
    }
    if (!given.isMissingNode()) {
      return REQUIRED;
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
    if (plain == Double.class) {
      return "number";
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
