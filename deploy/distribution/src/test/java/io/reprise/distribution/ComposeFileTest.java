package io.reprise.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Compose itself reads: images, ports, mounts, order of the start. No container runs. */
class ComposeFileTest {
  private static final Path ROOT = ComposeFile.DIRECTORY.resolve("../..").normalize();
  private static final List<String> BROKERS = List.of("kafka-1", "kafka-2", "kafka-3");

  @TempDir private static Path prepared;
  private static ComposeFile compose;

  @BeforeAll
  static void prepare() {
    compose = ComposeFile.prepared(prepared);
  }

  @Test
  void portsAreBoundOnLoopbackOnlyAndEachOnce() {
    var ports =
        compose.services().values().stream()
            .flatMap(service -> ComposeFile.texts(service.path("ports")).stream())
            .toList();

    assertThat(ports).hasSizeGreaterThan(7).allMatch(port -> port.startsWith("127.0.0.1:"));
    assertThat(ports.stream().map(port -> port.split(":", -1)[1])).doesNotHaveDuplicates();
    assertThat(compose.services().values()).noneMatch(service -> service.has("network_mode"));
  }

  @Test
  void everyImageHasAVersionAndCanBeReplacedByAVariable() {
    var lines = ComposeFile.text(ComposeFile.DIRECTORY.resolve("compose.yaml")).lines();

    assertThat(lines.filter(line -> line.strip().startsWith("image:")))
        .hasSize(8)
        .allMatch(line -> line.matches(" +image: \\$\\{[A-Z0-9]+_IMAGE:-[^}]+:[^}]+}"))
        .noneMatch(line -> line.contains(":latest"));
    assertThat(image("worker-1")).isEqualTo("reprise:" + pomValue("version"));
    assertThat(image("kafka-1")).isEqualTo("apache/kafka:" + pomValue("kafka.version"));
    assertThat(image("registry"))
        .isEqualTo("apicurio/apicurio-registry-sql:" + pomValue("apicurio.version"));
    assertThat(image("s3")).isEqualTo("andrewgaul/s3proxy:" + pomValue("s3proxy.version"));
  }

  @Test
  void everyImageButGrafanaCanBeMadeWithoutARegistryOfImages() {
    var scripts = ROOT.resolve("deploy/images");
    var made =
        Pattern.compile("^(?:make |echo \"?)([A-Z0-9]+_IMAGE)\\b", Pattern.MULTILINE)
            .matcher(ComposeFile.text(scripts.resolve("stand-in-servers")))
            .results()
            .map(found -> found.group(1));
    var variables =
        Pattern.compile("\\$\\{([A-Z0-9]+_IMAGE):-")
            .matcher(ComposeFile.text(ComposeFile.DIRECTORY.resolve("compose.yaml")))
            .results()
            .map(found -> found.group(1))
            // reprise-image makes that of Reprise, and no package has Grafana.
            .filter(name -> !List.of("REPRISE_IMAGE", "GRAFANA_IMAGE").contains(name))
            .toList();

    assertThat(made).containsExactlyInAnyOrderElementsOf(variables);
  }

  private static String image(String service) {
    return compose.service(service).path("image").asText();
  }

  private static String pomValue(String element) {
    var pom = ComposeFile.text(ROOT.resolve("pom.xml"));
    var found = Pattern.compile("<%1$s>([^<]+)</%1$s>".formatted(element)).matcher(pom);
    assertThat(found.find()).as(element).isTrue();
    return found.group(1);
  }

  @Test
  void everyMountedFileAndVolumeExists() {
    compose
        .services()
        .forEach(
            (name, service) -> {
              for (var mount : compose.mounts(service)) {
                assertThat(mount.source()).as(name).exists();
              }
              assertThat(ComposeFile.texts(service.path("volumes")))
                  .as(name)
                  .allMatch(
                      volume ->
                          volume.startsWith(".")
                              || compose.tree().path("volumes").has(volume.split(":", -1)[0]));
            });
  }

  @Test
  void everyServiceThatIsWaitedForExistsAndCanBecomeHealthy() {
    for (var service : compose.services().values()) {
      var needed = service.path("depends_on").fields();
      while (needed.hasNext()) {
        var other = needed.next();
        boolean isForHealth = other.getValue().path("condition").asText().endsWith("healthy");
        assertThat(compose.service(other.getKey()).has("healthcheck") || !isForHealth)
            .as(other.getKey())
            .isTrue();
      }
    }
  }

  @Test
  void serversAreWaitedForUntilTheyAnswer() {
    for (var service : compose.services().values()) {
      for (var server : List.of("registry", "s3", "postgres", "issuer", "kafka-1")) {
        assertThat(service.path("depends_on").path(server).path("condition").asText())
            .isIn("", "service_healthy");
      }
    }
  }

  @Test
  void theClusterHasThreeBrokersOfWhichOneMayBeAway() {
    for (int i = 0; i < BROKERS.size(); i++) {
      var name = BROKERS.get(i);
      assertThat(ComposeFile.environment(compose.service(name)))
          .containsEntry("KAFKA_NODE_ID", Integer.toString(i + 1))
          .containsEntry("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://" + name + ":9092")
          .containsEntry(
              "KAFKA_CONTROLLER_QUORUM_VOTERS", "1@kafka-1:9093,2@kafka-2:9093,3@kafka-3:9093")
          .containsEntry("KAFKA_DEFAULT_REPLICATION_FACTOR", "3")
          .containsEntry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "3")
          .containsEntry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "3")
          .containsEntry("KAFKA_MIN_INSYNC_REPLICAS", "2")
          .containsEntry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "2");
      assertThat(ComposeFile.texts(compose.service(name).path("volumes")))
          .containsExactly(name + ":" + compose.variable(name, "KAFKA_LOG_DIRS"));
    }
  }

  @Test
  void onlyTheOwnerGetsToTheSecrets() throws Exception {
    var rights =
        Stream.of("secrets", ".env").map(prepared::resolve).map(ComposeFileTest::rights).toList();

    assertThat(rights).containsExactly("rwx------", "rw-------");
    assertThat(ComposeFile.text(ROOT.resolve(".gitignore")).lines())
        .contains("/deploy/compose/secrets/", "/deploy/compose/.env");
  }

  private static String rights(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whatIsPreparedAlreadyIsKept() {
    var key = prepared.resolve("secrets/tls/service.key");
    var before = ComposeFile.text(key);

    ComposeFile.prepare(prepared);

    assertThat(ComposeFile.text(key)).isEqualTo(before);
    assertThat(ComposeFile.read(prepared)).isEqualTo(compose);
  }
}
