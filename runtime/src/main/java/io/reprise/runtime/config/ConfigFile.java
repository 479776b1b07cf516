package io.reprise.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.json.JsonFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Configuration as a record, from YAML.
 *
 * <p>Records validate themselves in their compact constructors by throwing {@link
 * IllegalArgumentException} with a clause that names the component, the value and the remedy;
 * optional components are {@code @Nullable} in the constructor and get their defaults there.
 */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * Reads a file, with {@code REPRISE_<UPPER_SNAKE_PATH>} in this process's environment laid over
   * it.
   *
   * @throws ConfigException if the file is missing, unreadable or not such a record
   */
  public static <T extends Record> T read(Path file, Class<T> type) {
    try {
      return parse(file.toString(), Files.readString(file), type, System.getenv());
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": no such file: give an existing one with --config", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * As {@link #read}, from text.
   *
   * @param source what to call it in messages
   * @param environment the variables to look for overrides in
   */
  public static <T extends Record> T parse(
      String source, String yaml, Class<T> type, Map<String, String> environment) {
    ObjectNode tree;
    try {
      tree = tree(source, yaml);
      EnvironmentOverrides.of(type, environment).applyTo(tree);
    } catch (JsonProcessingException e) {
      throw new ConfigException(source + ": " + JsonFault.of(e).sentence());
    }
    try {
      return Json.yaml().treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      var sentence = ConfigSecrets.of(type, tree).hideIn(JsonFault.of(e).sentence());
      // Without the cause: its message may repeat a secret value.
      throw new ConfigException(source + ": " + sentence);
    }
  }

  /** The environment variable that overrides the key at this path, as {@code [http, port]}. */
  public static String variable(List<String> path) {
    return EnvironmentOverrides.variable(path);
  }

  /** Writes a record so that {@link #read} gives an equal one. */
  public static void write(Path file, Record config) throws IOException {
    Files.writeString(file, Json.yaml().writeValueAsString(config));
  }

  private static ObjectNode tree(String source, String yaml) throws JsonProcessingException {
    JsonNode tree = Json.yaml().readTree(yaml);
    if (tree == null || tree.isMissingNode() || tree.isNull()) {
      return Json.yaml().createObjectNode();
    }
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw new ConfigException(source + ": must be a set of 'key: value' lines");
  }
}
