package io.reprise.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds the image from the distribution that this build has made, and runs it, if a container
 * engine answers. {@code REPRISE_KAFKA_IMAGE} names an image of Kafka for the worker; without it,
 * only commands are run.
 */
class ImageIT {
  private static final Path SCRIPTS = Path.of("../images").toAbsolutePath().normalize();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir private static Path directory;
  private static String image = "";

  /** The containers that this test has started. */
  private static final List<String> CONTAINERS = new ArrayList<>();

  @BeforeAll
  static void build() {
    // The shell also answers where no docker is installed.
    if (ProgramRun.in(directory, Map.of(), List.of("sh", "-c", "docker version")).exitCode() != 0) {
      skip("no container engine answers here");
    }
    image = built("stand-in");
  }

  @AfterAll
  static void removeContainers() {
    CONTAINERS.forEach(name -> docker("rm", "-f", name));
  }

  @Test
  void runsAsANumberedUserWithAReadOnlyRootFileSystem() {
    assertThat(inspected("{{.Config.User}}")).isEqualTo("10001:10001");

    var run = docker("run", "--rm", "--read-only", image, "--version");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("reprise ");
  }

  @Test
  void itsUserCanWriteToANewVolume() {
    var volume = "reprise-image-it-" + UUID.randomUUID();
    try {
      var run =
          docker(
              "run",
              "--rm",
              "--read-only",
              "--env=XDG_CONFIG_HOME=/var/lib/reprise",
              "--volume=" + volume + ":/var/lib/reprise",
              image,
              "context",
              "add",
              "prod",
              "--worker=http://10.0.0.7:8080");

      assertThat(run.exitCode()).as(run.err()).isZero();
    } finally {
      docker("volume", "rm", volume);
    }
  }

  @Test
  void theSameDistributionGivesTheSameLayer() {
    var layers = "{{index .RootFS.Layers 1}}";
    var before = inspected(layers);

    image = built("reprise/java-stand-in");

    assertThat(inspected(layers)).isEqualTo(before);
  }

  @Test
  void aWorkerIsHealthyAndEndsWithExitCode0WhenItIsStopped() throws Exception {
    var worker = startedBesideKafka("worker", "control: {replicationFactor: 1}\n");

    awaitHealthy(worker);

    assertThat(docker("stop", "-t", "60", worker).exitCode()).isZero();
    assertThat(docker("inspect", "-f", "{{.State.ExitCode}}", worker).out()).isEqualTo("0\n");
    assertThat(docker("logs", worker).err()).contains("worker has drained");
  }

  /** A compactor loads a native library, which needs libraries that the base image must have. */
  @Test
  void aCompactorIsHealthy() throws Exception {
    var compactor = startedBesideKafka("compactor", "stateDirectory: /tmp/states\n");

    awaitHealthy(compactor);
  }

  /** Starts a service that uses a new broker, and returns the name of its container. */
  private static String startedBesideKafka(String role, String settings) throws IOException {
    var kafkaImage = System.getenv("REPRISE_KAFKA_IMAGE");
    if (kafkaImage == null) {
      skip("REPRISE_KAFKA_IMAGE names no image of Kafka");
    }
    var config =
        Files.writeString(
            directory.resolve(role + ".yaml"),
            "kafka: {bootstrapServers: 'localhost:9092'}\n" + settings);
    var kafka = started(kafkaImage);
    var inContainer = "/etc/reprise/" + role + ".yaml";
    return started(
        "--network=container:" + kafka,
        "--read-only",
        "--tmpfs=/tmp:exec",
        "--health-interval=1s",
        "--volume=" + config + ":" + inContainer + ":ro",
        image,
        role,
        "--config=" + inContainer);
  }

  private static void awaitHealthy(String container) {
    await()
        .alias("health of the container; its log: docker logs " + container)
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> health(container).equals("healthy"));
  }

  private static String health(String container) {
    return docker("inspect", "-f", "{{.State.Health.Status}}", container).out().strip();
  }

  private static String started(String... options) {
    var name = "reprise-image-it-" + UUID.randomUUID();
    var command = new ArrayList<>(List.of("run", "-d", "--name=" + name));
    command.addAll(List.of(options));
    CONTAINERS.add(0, name);
    var run = docker(command.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return name;
  }

  private static String inspected(String format) {
    return docker("image", "inspect", "-f", format, image).out().strip();
  }

  private static String built(String base) {
    var run =
        ProgramRun.in(
            directory, Map.of(), List.of(SCRIPTS.resolve("reprise-image").toString(), base));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out().strip();
  }

  private static ProgramRun docker(String... arguments) {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return ProgramRun.in(directory, Map.of(), command);
  }

  /** Prints why a test is skipped, so that the build's output shows it. */
  private static void skip(String reason) {
    System.out.printf("Image of Reprise in a container: SKIPPED, %s%n", reason);
    Assumptions.abort(reason);
  }
}
