package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every package and class that a page names in backticks exists in the main code, and no page has a
 * merge conflict left in it.
 */
class DocsNamesTest {
  private static final Path ROOT = CommandRun.ROOT;
  private static final Pattern CONFLICT = Pattern.compile("(?m)^(<{7}|>{7}|\\|{7}) ");
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
