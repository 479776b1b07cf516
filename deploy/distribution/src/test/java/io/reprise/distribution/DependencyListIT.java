package io.reprise.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/dependencies.md against the distribution for production. A library that nobody has
 * looked at cannot get into a distribution.
 */
class DependencyListIT {
  private static final String WRITE = "reprise.writeDependencies";
  private static final String BEGIN = "<!-- table -->\n";
  private static final String END = "<!-- end of table -->\n";
  private static final Path PAGE = Path.of("../../docs/dependencies.md");
  private static final Path SBOM = Path.of("target/sbom.json");

  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `([^:`]+):([^`]+)` \\| (\\S+) \\| ([^|]+) \\| (\\d{4}-\\d\\d-\\d\\d) \\|$");

  /** A library is used under one of its licences; one of them must be here. */
  private static final Set<String> ACCEPTED =
      Set.of(
          "Apache-2.0",
          "MIT",
          "MIT-0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "BSD-4-Clause",
          "CC0-1.0",
          "EPL-1.0",
          "EPL-2.0",
          "Go License");

  /**
   * @param licences separated by commas
   * @param lookedAt the day on which somebody has looked at this version and its licences
   */
  private record Library(
      String group, String name, String version, String licences, LocalDate lookedAt) {
    String jar() {
      return name + "-" + version + ".jar";
    }

    String row() {
      return "| `%s:%s` | %s | %s | %s |".formatted(group, name, version, licences, lookedAt);
    }
  }

  @BeforeAll
  static void writeTheTableIfAskedFor() throws IOException {
    if (Boolean.getBoolean(WRITE)) {
      write();
    }
  }

  @Test
  void everyJarOfTheDistributionIsInTheListAndNoOther() throws IOException {
    var listed = listed().stream().map(Library::jar).collect(Collectors.toCollection(TreeSet::new));

    assertThat(listed)
        .as(
            "the jars of %s: look at what is new, then run this test with -D%s=true",
            PAGE.normalize(), WRITE)
        .isEqualTo(jars());
  }

  @Test
  void theLicencesAreThoseOfTheSbom() throws IOException {
    assumeTrue(Files.exists(SBOM), "the distributions were built offline, without an SBOM");

    var licences = listed().stream().collect(Collectors.toMap(Library::jar, Library::licences));

    assertThat(licences)
        .containsExactlyInAnyOrderEntriesOf(
            inSbom(Map.of()).stream().collect(Collectors.toMap(Library::jar, Library::licences)));
  }

  @Test
  void everyLibraryHasALicenceThatIsAccepted() throws IOException {
    assertThat(listed())
        .isNotEmpty()
        .allSatisfy(
            library ->
                assertThat(ACCEPTED)
                    .as(library.row())
                    .containsAnyOf(library.licences().split(", ")));
  }

  @Test
  void nobodyHasLookedInTheFuture() throws IOException {
    var tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1);

    assertThat(listed()).allMatch(library -> !library.lookedAt().isAfter(tomorrow));
  }

  /** The jars on the class path of the distribution that are not of Reprise itself. */
  private static Set<String> jars() throws IOException {
    return Stream.of(
            Files.readString(Path.of("target/class-path")).strip().split(File.pathSeparator))
        .map(jar -> Path.of(jar).getFileName().toString())
        .filter(name -> !name.startsWith("reprise-"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Library> listed() throws IOException {
    var page = Files.readString(PAGE);
    return ROW.matcher(page.substring(page.indexOf(BEGIN), page.indexOf(END)))
        .results()
        .map(
            row ->
                new Library(
                    row.group(1),
                    row.group(2),
                    row.group(3),
                    row.group(4),
                    LocalDate.parse(row.group(5))))
        .toList();
  }

  /** Writes the table anew. A library whose version and licences are the same keeps its day. */
  private static void write() throws IOException {
    var days = new TreeMap<String, LocalDate>();
    listed().forEach(library -> days.put(library.jar() + library.licences(), library.lookedAt()));
    var rows = inSbom(days).stream().map(Library::row).sorted().toList();
    var page = Files.readString(PAGE);
    Files.writeString(
        PAGE,
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + "| library | version | licences | looked at |\n|---|---|---|---|\n"
            + String.join("\n", rows)
            + "\n"
            + page.substring(page.indexOf(END)));
  }

  private static List<Library> inSbom(Map<String, LocalDate> days) throws IOException {
    var today = LocalDate.now(ZoneOffset.UTC);
    var libraries = new ArrayList<Library>();
    for (var component : new ObjectMapper().readTree(SBOM.toFile()).path("components")) {
      var found =
          new Library(
              component.path("group").asText(),
              component.path("name").asText(),
              component.path("version").asText(),
              licences(component),
              today);
      if (!found.group().equals("io.reprise")) {
        var day = days.getOrDefault(found.jar() + found.licences(), today);
        libraries.add(
            new Library(found.group(), found.name(), found.version(), found.licences(), day));
      }
    }
    return libraries;
  }

  private static String licences(JsonNode component) {
    var names = new TreeSet<String>();
    for (var entry : component.path("licenses")) {
      var licence = entry.path("license");
      names.add(
          licence
              .path("id")
              .asText(licence.path("name").asText(entry.path("expression").asText("none")))
              .replace(",", ""));
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
