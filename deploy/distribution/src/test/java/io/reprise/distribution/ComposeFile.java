package io.reprise.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The file {@code compose.yaml} with all anchors merged and all variables replaced, as Compose
 * reads it.
 *
 * @param tree the file
 * @param prepared the directory into which {@code prepare} has written
 */
record ComposeFile(JsonNode tree, Path prepared) {
  static final Path DIRECTORY = Path.of("../compose").toAbsolutePath().normalize();

  /** {@code ${NAME:-default}} and {@code ${NAME:?message}}. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+):([-?])([^}]*)}");

  /** A directory or file of the machine in a container. */
  record Mount(Path source, Path target) {}

  /**
   * Runs {@code prepare} and reads the file with the variables that it has written. Without the
   * programs that {@code prepare} needs, skips the test and prints why.
   *
   * @param directory the directory into which {@code prepare} writes
   */
  static ComposeFile prepared(Path directory) {
    for (var program : List.of("openssl", "keytool")) {
      var found = ProgramRun.in(directory, Map.of(), List.of("sh", "-c", "command -v " + program));
      if (found.exitCode() != 0) {
        System.out.printf("deploy/compose: SKIPPED, %s is not installed here%n", program);
        Assumptions.abort(program + " is not installed here");
      }
    }
    prepare(directory);
    return read(directory);
  }

  static void prepare(Path directory) {
    var command = List.of(DIRECTORY.resolve("prepare").toString(), directory.toString());
    var run = ProgramRun.in(directory, Map.of(), command);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  static ComposeFile read(Path prepared) {
    var variables = variables(prepared.resolve(".env"));
    var text =
        VARIABLE
            .matcher(text(DIRECTORY.resolve("compose.yaml")))
            .replaceAll(
                found -> {
                  var value = variables.get(found.group(1));
                  if (value == null && found.group(2).equals("?")) {
                    throw new AssertionError("prepare gives no value to " + found.group());
                  }
                  return value == null ? found.group(3) : value;
                });
    var loaded = new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(text);
    return new ComposeFile(Json.json().valueToTree(loaded), prepared);
  }

  private static Map<String, String> variables(Path file) {
    var variables = new HashMap<String, String>();
    text(file)
        .lines()
        .map(line -> line.split("=", 2))
        .forEach(line -> variables.put(line[0], line[1]));
    return variables;
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a YAML or JSON file. */
  static JsonNode parsed(Path file) {
    try {
      return Json.yaml().readTree(text(file));
    } catch (JsonProcessingException e) {
      throw new AssertionError(file + " is not valid", e);
    }
  }

  /** Returns the services by name. */
  Map<String, JsonNode> services() {
    var services = new TreeMap<String, JsonNode>();
    tree.path("services").fields().forEachRemaining(e -> services.put(e.getKey(), e.getValue()));
    return services;
  }

  JsonNode service(String name) {
    return tree.required("services").required(name);
  }

  /** Returns the services that run the command of a role, by name. */
  Map<String, JsonNode> servicesOf(String role) {
    var running = new TreeMap<String, JsonNode>();
    services()
        .forEach(
            (name, service) -> {
              if (service.at("/command/0").asText().equals(role)) {
                running.put(name, service);
              }
            });
    return running;
  }

  /** Returns the value of a variable of a service. */
  String variable(String service, String name) {
    var value = environment(service(service)).get(name);
    assertThat(value).as("%s of %s", name, service).isNotNull();
    return value;
  }

  /** Returns the environment of a service. */
  static Map<String, String> environment(JsonNode service) {
    var environment = new HashMap<String, String>();
    service
        .path("environment")
        .fields()
        .forEachRemaining(e -> environment.put(e.getKey(), e.getValue().asText()));
    return environment;
  }

  static List<String> texts(JsonNode list) {
    return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
        .map(i -> list.path(i).asText())
        .toList();
  }

  /** Returns what a service mounts from this machine. What {@code prepare} writes is there too. */
  List<Mount> mounts(JsonNode service) {
    return texts(service.path("volumes")).stream()
        .filter(volume -> volume.startsWith("."))
        .map(volume -> volume.split(":", -1))
        .map(parts -> new Mount(source(parts[0]), Path.of(parts[1])))
        .toList();
  }

  private Path source(String path) {
    return (path.startsWith("./secrets/") ? prepared : DIRECTORY).resolve(path).normalize();
  }

  /** Returns the file on this machine that a service sees at a path; empty if there is none. */
  Optional<Path> file(JsonNode service, Path path) {
    return mounts(service).stream()
        .filter(mount -> path.startsWith(mount.target()))
        .map(mount -> mount.source().resolve(mount.target().relativize(path)).normalize())
        .filter(Files::exists)
        .findFirst();
  }

  /** Returns the directories of a service that are on a volume, so that the service can write. */
  static List<Path> volumes(JsonNode service) {
    return texts(service.path("volumes")).stream()
        .filter(volume -> !volume.startsWith("."))
        .map(volume -> Path.of(volume.split(":", -1)[1]))
        .toList();
  }
}
