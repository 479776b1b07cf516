package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each guarantee of docs/liveness.md names tests that exist, and these tests name it. */
class LivenessPageTest {
  private static final Path ROOT = CommandRun.ROOT;
  private static final Pattern ITEM = Pattern.compile("(?m)^(\\d+)\\. ");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");
  private static final Pattern REFERENCE =
      Pattern.compile("[Gg]uarantees?\\s([\\d,\\s*and]+?)\\sof\\s[\\s*]*docs/liveness\\.md");

  @Test
  void guaranteesAndTestsNameEachOther() throws IOException {
    var named = namedByThePage();

    assertThat(named.keySet())
        .containsExactlyElementsOf(Stream.iterate(1, n -> n + 1).limit(18).toList());
    assertThat(named).isEqualTo(namedByTests(allNames(named)));
  }

  private static Set<String> allNames(Map<Integer, Set<String>> named) {
    var all = new HashSet<String>();
    named.values().forEach(all::addAll);
    return all;
  }

  private static Map<Integer, Set<String>> namedByThePage() throws IOException {
    var page = Files.readString(ROOT.resolve("docs/liveness.md"));
    var items = ITEM.matcher(page).results().toList();
    var named = new TreeMap<Integer, Set<String>>();
    for (int i = 0; i < items.size(); i++) {
      int end = i + 1 < items.size() ? items.get(i + 1).start() : page.length();
      var text = page.substring(items.get(i).start(), end);
      named.put(
          Integer.parseInt(items.get(i).group(1)),
          TEST.matcher(text)
              .results()
              .map(test -> test.group(1))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    return named;
  }

  /** Returns for each guarantee number the test classes whose source names that guarantee. */
  private static Map<Integer, Set<String>> namedByTests(Set<String> names) throws IOException {
    var named = new TreeMap<Integer, Set<String>>();
    var missing = new TreeSet<>(names);
    for (var file : testSources()) {
      var name = file.getFileName().toString().replace(".java", "");
      var references = REFERENCE.matcher(Files.readString(file)).results().toList();
      if (names.contains(name)) {
        assertThat(references).as("guarantees that %s names", file).isNotEmpty();
      }
      for (var reference : references) {
        missing.remove(name);
        Stream.of(reference.group(1).split("\\D+"))
            .map(Integer::valueOf)
            .forEach(n -> named.computeIfAbsent(n, unused -> new TreeSet<>()).add(name));
      }
    }
    assertThat(missing).as("tests that the page names").isEmpty();
    return named;
  }

  private static Set<Path> testSources() throws IOException {
    var sources = new TreeSet<Path>();
    try (var roots = Files.find(ROOT, 5, (path, facts) -> path.endsWith("src/test/java"))) {
      for (var root : roots.toList()) {
        try (var files = Files.find(root, 20, (path, facts) -> path.toString().endsWith(".java"))) {
          files.forEach(sources::add);
        }
      }
    }
    return sources;
  }
}
