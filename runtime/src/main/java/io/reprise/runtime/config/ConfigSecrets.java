package io.reprise.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the secret values in a configuration and removes them from error messages. Confined to one
 * thread.
 */
final class ConfigSecrets {
  /**
   * The secret values, the longest first. A shorter secret may be a part of a longer one, and must
   * not be replaced before the longer one.
   */
  private final TreeSet<String> values =
      new TreeSet<>(
          Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

  private static final Pattern SEPARATOR = Pattern.compile("[:=\\s]+");

  /**
   * Matches, in an error message of the YAML parser, a quoted key that contains a colon, an equals
   * sign or white space. Such a key may contain a secret, because YAML reads {@code
   * password:secret} as one key.
   */
  private static final Pattern QUOTED_PAIR = Pattern.compile("'([^':=\\s]*)[:=\\s][^']*'");

  private ConfigSecrets() {}

  static ConfigSecrets of(Class<?> type, JsonNode tree) {
    var secrets = new ConfigSecrets();
    secrets.collect(type, tree);
    return secrets;
  }

  /** Returns the message with each secret value replaced by {@link ConfigText#HIDDEN}. */
  String hideIn(String message) {
    var hidden = message;
    for (var value : values) {
      hidden = hidden.replace(value, ConfigText.HIDDEN);
    }
    return hidden;
  }

  /**
   * Returns an error message of the YAML parser in which the second part of each quoted pair, such
   * as {@code 'password:secret'}, is hidden, because it may be a secret.
   */
  static String hideInSyntaxError(String message) {
    return QUOTED_PAIR.matcher(message).replaceAll("'$1:" + ConfigText.HIDDEN + "'");
  }

  private void collect(Class<?> type, JsonNode tree) {
    for (var component : type.getRecordComponents()) {
      var value = tree.get(component.getName());
      if (value != null) {
        collect(component, value);
      }
    }
    tree.fieldNames().forEachRemaining(name -> collectFromUnknown(name, type));
  }

  /**
   * Treats an unknown key that contains a separator as a name and a secret, and collects the text
   * after the first separator. YAML reads {@code password:secret}, without a space after the colon,
   * as one key.
   */
  private void collectFromUnknown(String name, Class<?> type) {
    var known = Stream.of(type.getRecordComponents()).anyMatch(c -> c.getName().equals(name));
    var separator = SEPARATOR.matcher(name);
    if (!known && separator.find()) {
      add(name.substring(separator.end()));
    }
  }

  private void collect(RecordComponent component, JsonNode value) {
    var key = component.getAnnotation(ConfigKey.class);
    if (key != null && key.secret()) {
      addAll(value);
    } else if (component.getType() == URI.class) {
      var credentials = ConfigText.CREDENTIALS.matcher(value.asText());
      if (credentials.find()) {
        add(credentials.group(2));
      }
    } else {
      descend(component.getGenericType(), value);
    }
  }

  /**
   * Collects the secrets of {@code value}: of a nested record, or of all records in a map or a
   * list. A record of several kinds has the secrets of each kind, because an error may be about the
   * kind itself.
   */
  private void descend(Type type, JsonNode value) {
    if (type instanceof Class<?> plain && plain.isRecord()) {
      collect(plain, value);
    } else if (type instanceof Class<?> kinds && kinds.isSealed()) {
      for (var kind : kinds.getPermittedSubclasses()) {
        descend(kind, value);
      }
    } else if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      value.forEach(child -> descend(arguments[arguments.length - 1], child));
    }
  }

  private void addAll(JsonNode value) {
    if (value.isValueNode()) {
      add(value.asText());
    }
    value.forEach(this::addAll);
  }

  private void add(String value) {
    if (!value.isBlank()) {
      values.add(value);
    }
  }
}
