package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every package and class that a page names in backticks exists in the main code, every test and
 * configuration key that a page about security names exists, and no page has a merge conflict left
 * in it.
 */
class DocsNamesTest {
  private static final Path ROOT = CommandRun.ROOT;
  private static final Pattern CONFLICT = Pattern.compile("(?m)^(<{7}|>{7}|\\|{7}) ");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");
  private static final Pattern KEY = Pattern.compile("`([a-z]\\w*(?:\\.\\w+)+)`");
  private static final Pattern KEY_ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
  private static final Pattern NAME = Pattern.compile("`(io\\.reprise(?:\\.\\w+)+)`");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs/architecture.md",
        "docs/glossary.md",
        "docs/guarantees.md",
        "docs/formats.md",
        "CONTRIBUTING.md"
      })
  void packagesAndClassesOfThePageExist(String page) throws IOException {
    var sources = sourceRoots();
    var missing =
        NAME.matcher(Files.readString(ROOT.resolve(page)))
            .results()
            .map(name -> name.group(1))
            .distinct()
            .filter(name -> sources.stream().noneMatch(root -> exists(root, name)))
            .toList();

    assertThat(missing).as("names in %s without a package or class", page).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/threat-model.md", "docs/security.md", "SECURITY.md"})
  void testsOfThePageExist(String page) throws IOException {
    var named = names(TEST, page);
    var tests = testClasses();

    assertThat(named).as("tests that %s names and that do not exist", page).isSubsetOf(tests);
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/threat-model.md", "docs/security.md", "SECURITY.md"})
  void configurationKeysOfThePageExist(String page) throws IOException {
    var keys = names(KEY_ROW, "docs/configuration.md");
    assertThat(keys).contains("http.maxBody");
    var sections = keys.stream().map(key -> key.replaceFirst("\\..*", "")).toList();
    var named =
        names(KEY, page).stream()
            .filter(key -> sections.contains(key.replaceFirst("\\..*", "")))
            .toList();

    assertThat(keys).as("keys that %s names", page).containsAll(named);
  }

  @Test
  void theThreatModelNamesTestsAndKeys() throws IOException {
    assertThat(names(TEST, "docs/threat-model.md")).hasSizeGreaterThan(30);
    assertThat(names(KEY, "docs/threat-model.md")).hasSizeGreaterThan(5);
  }

  private static Set<String> names(Pattern pattern, String page) throws IOException {
    return pattern
        .matcher(Files.readString(ROOT.resolve(page)))
        .results()
        .map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The simple names of the classes in the test sources of all modules. */
  private static Set<String> testClasses() throws IOException {
    var names = new TreeSet<String>();
    try (var found = Files.find(ROOT, 5, (path, facts) -> facts.isDirectory())) {
      for (var root : found.filter(path -> path.endsWith("src/test/java")).toList()) {
        try (var files = Files.walk(root)) {
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".java"))
              .forEach(file -> names.add(file.replace(".java", "")));
        }
      }
    }
    return names;
  }

  @Test
  void noPageHasAMergeConflict() throws IOException {
    var pages = new ArrayList<Path>();
    try (var top = Files.list(ROOT);
        var below = Files.walk(ROOT.resolve("docs"))) {
      Stream.concat(top, below).filter(path -> path.toString().endsWith(".md")).forEach(pages::add);
    }
    assertThat(pages).contains(ROOT.resolve("README.md")).hasSizeGreaterThan(20);

    for (var page : pages) {
      assertThat(CONFLICT.matcher(Files.readString(page)).find())
          .as("%s has a merge conflict", page)
          .isFalse();
    }
  }

  /** The main source roots of all modules. */
  private static List<Path> sourceRoots() throws IOException {
    try (Stream<Path> directories = Files.find(ROOT, 5, (path, facts) -> facts.isDirectory())) {
      var roots = directories.filter(path -> path.endsWith("src/main/java")).toList();
      assertThat(roots).hasSizeGreaterThan(5);
      return roots;
    }
  }

  private static boolean exists(Path root, String name) {
    var path = root.resolve(name.replace('.', '/'));
    return Files.isDirectory(path)
        || Files.isRegularFile(path.resolveSibling(path.getFileName() + ".java"));
  }
}
