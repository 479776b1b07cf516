package io.reprise.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.json.Json;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds all faults of a configuration file. To read the file finds only the first one, so each key
 * is also read alone, as the only change of a file that is known to be valid.
 *
 * <p>Stateless.
 */
final class ConfigCheck {
  private static final int MOST_FAULTS = 50;

  private final ConfiguredService service;
  private final String source;
  private final Set<String> faults = new LinkedHashSet<>();

  private ConfigCheck(ConfiguredService service, String source) {
    this.service = service;
    this.source = source;
  }

  /**
   * Returns the faults of a file; empty if it is valid. Each is a sentence with the file, the key,
   * the value and the remedy.
   *
   * @param environment variables that may override values of the file
   */
  static List<String> faults(
      ConfiguredService service, String source, String text, Map<String, String> environment) {
    var whole = fault(service, source, text, environment);
    if (whole == null) {
      return List.of();
    }
    var check = new ConfigCheck(service, source);
    if (tree(text) instanceof ObjectNode file) {
      check.addMissing(file, environment);
      check.addEach(service.type(), file, List.of());
    }
    check.faults.add(whole);
    return check.faults.stream().limit(MOST_FAULTS).toList();
  }

  /**
   * Returns the service that reads a file: the one that knows most of its top-level keys, and of
   * several the one that misses the fewest. If that does not tell, the file's name does. A file in
   * which no service misses a key is for the service that needs most of its keys.
   *
   * @throws CommandFailure if the file may be for several services
   */
  static ConfiguredService readerOf(Path file, String text) {
    return readerOf(file, text, "--service");
  }

  /**
   * Does the same.
   *
   * @param option the option of the command that names the service, for the error message
   */
  static ConfiguredService readerOf(Path file, String text, String option) {
    var keys = new ArrayList<String>();
    var tree = tree(text);
    if (tree != null) {
      tree.fieldNames().forEachRemaining(keys::add);
    }
    var ranked =
        ConfiguredService.ALL.stream()
            .collect(Collectors.groupingBy(s -> distance(s, keys)))
            .entrySet()
            .stream()
            .min(Comparator.comparing(Map.Entry::getKey))
            .orElseThrow();
    var likely = ranked.getKey() == 0 ? needingMost(ranked.getValue(), keys) : ranked.getValue();
    var name = file.getFileName().toString();
    var named = ranked.getValue().stream().filter(s -> name.contains(s.name())).toList();
    var best = named.isEmpty() ? likely : named;
    if (best.size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s may be for %s: say which with %s"
              .formatted(
                  file,
                  best.stream().map(ConfiguredService::name).collect(Collectors.joining(" or ")),
                  option));
    }
    return best.get(0);
  }

  /** Returns the services, usually one, that need more of the keys than the others do. */
  private static List<ConfiguredService> needingMost(
      List<ConfiguredService> services, List<String> keys) {
    long most = services.stream().mapToLong(s -> needed(s, keys)).max().orElse(0);
    return services.stream().filter(s -> needed(s, keys) == most).toList();
  }

  private static long needed(ConfiguredService service, List<String> keys) {
    return required(service).filter(keys::contains).count();
  }

  /** Returns the top-level keys that a service cannot do without. */
  private static Stream<String> required(ConfiguredService service) {
    return ConfigTable.of(service).rows().stream()
        .filter(row -> row.steps().size() == 1 && row.isRequired())
        .map(row -> row.path());
  }

  /** Counts the keys that a service does not know, and then those that it misses. */
  private static int distance(ConfiguredService service, List<String> keys) {
    var known =
        Stream.of(service.type().getRecordComponents()).map(RecordComponent::getName).toList();
    long unknown = keys.stream().filter(key -> !known.contains(key)).count();
    long missing = required(service).filter(key -> !keys.contains(key)).count();
    return (int) (unknown * 1_000 + missing);
  }

  private void addMissing(ObjectNode file, Map<String, String> environment) {
    List<String> reported = List.of();
    for (var row : ConfigTable.of(service).rows()) {
      var steps = row.steps();
      boolean isBelowReported =
          !reported.isEmpty()
              && steps.size() > reported.size()
              && steps.subList(0, reported.size()).equals(reported);
      if (row.isRequired()
          && !row.variable().isEmpty()
          && !isBelowReported
          && isMissing(file, steps)
          && environment.keySet().stream().noneMatch(name -> name.startsWith(row.variable()))) {
        var without = sample();
        section(without, steps).remove(steps.get(steps.size() - 1));
        addFaultOf(without);
        reported = steps;
      }
    }
  }

  /** Returns whether a key is missing in a section that the file has. */
  private static boolean isMissing(ObjectNode file, List<String> steps) {
    JsonNode node = file;
    for (var step : steps.subList(0, steps.size() - 1)) {
      node = node.path(step);
    }
    return node.isObject() && !node.hasNonNull(steps.get(steps.size() - 1));
  }

  private void addEach(Class<?> type, JsonNode section, List<String> above) {
    for (var i = section.fields(); i.hasNext(); ) {
      var entry = i.next();
      var path = Stream.concat(above.stream(), Stream.of(entry.getKey())).toList();
      var component = component(type, entry.getKey());
      var value = entry.getValue();
      if (component != null && component.getType().isRecord() && value.isObject()) {
        addEach(component.getType(), value, path);
      } else if (component != null && component.getType() == Map.class && value.isObject()) {
        value
            .fields()
            .forEachRemaining(
                one ->
                    addFaultOf(
                        path, Json.yaml().createObjectNode().set(one.getKey(), one.getValue())));
      } else {
        addFaultOf(path, value);
      }
    }
  }

  private static @Nullable RecordComponent component(Class<?> type, String name) {
    return Stream.of(type.getRecordComponents())
        .filter(component -> component.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** Adds the fault, if any, of the sample with one value changed. */
  private void addFaultOf(List<String> path, JsonNode value) {
    var changed = sample();
    section(changed, path).set(path.get(path.size() - 1), value);
    addFaultOf(changed);
  }

  private void addFaultOf(ObjectNode changed) {
    try {
      var fault = fault(service, source, Json.yaml().writeValueAsString(changed), Map.of());
      if (fault != null) {
        faults.add(fault);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree could not be written as YAML", e);
    }
  }

  /** Returns the section with the last key of a path, which is created if it is missing. */
  private static ObjectNode section(ObjectNode tree, List<String> path) {
    var section = tree;
    for (var step : path.subList(0, path.size() - 1)) {
      section =
          section.get(step) instanceof ObjectNode existing ? existing : section.putObject(step);
    }
    return section;
  }

  private ObjectNode sample() {
    if (tree(service.sample()) instanceof ObjectNode sample) {
      return sample;
    }
    throw new IllegalStateException("the sample of " + service.name() + " is not an object");
  }

  private static @Nullable JsonNode tree(String text) {
    try {
      return Json.yaml().readTree(text);
    } catch (JsonProcessingException e) {
      // The fault of the whole file says where the text is not YAML.
      return null;
    }
  }

  private static @Nullable String fault(
      ConfiguredService service, String source, String text, Map<String, String> environment) {
    try {
      ConfigFile.parse(source, text, service.type(), environment);
      return null;
    } catch (ConfigException e) {
      return e.getMessage();
    }
  }
}
