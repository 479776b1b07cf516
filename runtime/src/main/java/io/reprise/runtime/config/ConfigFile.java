package io.reprise.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.json.JsonFault;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads a YAML file into a configuration record.
 *
 * <p>The constructor of a configuration record validates the values. For an invalid value, the
 * constructor throws {@link IllegalArgumentException} with a message that names the component, the
 * value and the remedy. A component that may be left out of the file is a {@code @Nullable}
 * parameter of the constructor, which replaces null by the default.
 *
 * <p>Stateless and thread-safe.
 */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * Reads a configuration file. Variables {@code REPRISE_<UPPER_SNAKE_PATH>} in this process's
   * environment override values of the file.
   *
   * @throws ConfigException if the file is missing or cannot be read, or if its content is not
   *     valid for {@code type}
   */
  public static <T extends Record> T read(Path file, Class<T> type) {
    if (Files.isDirectory(file)) {
      throw new ConfigException(file + ": is a directory: give a YAML file with --config");
    }
    try {
      return parse(file.toString(), Files.readString(file), type, System.getenv());
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": no such file: give an existing one with --config", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException(
          file + ": is not UTF-8 text: give a YAML file in UTF-8 with --config", e);
    } catch (AccessDeniedException e) {
      throw new ConfigException(file + ": cannot be read: permission denied", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a configuration record from YAML text, with the same rules as {@link #read} has for a
   * file.
   *
   * @param source name of the text in error messages
   * @param environment environment variables that may override values of the text
   * @throws ConfigException if the text is not valid for {@code type}
   */
  public static <T extends Record> T parse(
      String source, String yaml, Class<T> type, Map<String, String> environment) {
    ObjectNode tree;
    try {
      tree = tree(source, yaml);
    } catch (JsonProcessingException e) {
      var sentence = ConfigSecrets.hideInSyntaxError(JsonFault.of(e).sentence());
      // The cause is left out of the exception, because the message of the cause shows lines of the
      // file.
      throw new ConfigException(source + ": " + sentence);
    }
    EnvironmentOverrides.of(type, environment).applyTo(tree);
    try {
      return Json.yaml().treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      var fault = JsonFault.of(e).sentence() + ConfigRanges.allowed(type, e);
      var sentence = ConfigSecrets.of(type, tree).hideIn(fault);
      // The cause is left out of the exception, because the message of the cause may contain a
      // secret value.
      throw new ConfigException(source + ": " + sentence);
    }
  }

  /**
   * Returns the environment variable that overrides the key at a path such as {@code [http, port]}.
   */
  public static String variable(List<String> path) {
    return EnvironmentOverrides.variable(path);
  }

  /**
   * Writes a configuration record to a file as YAML. {@link #read} reads an equal record from that
   * file.
   */
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
