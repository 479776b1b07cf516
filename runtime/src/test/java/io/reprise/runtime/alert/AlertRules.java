package io.reprise.runtime.alert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The files with the alert rules, in {@code deploy/observability/alerts}. */
final class AlertRules {
  private static final Path RULES = Path.of("deploy", "observability", "alerts");
  private static final Pattern NAME = Pattern.compile("\\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\\b");

  private AlertRules() {}

  /** Returns the file that has the rule of an alert. */
  static Path fileOf(String alert) {
    return files().stream()
        .filter(file -> text(file).lines().anyMatch(line -> line.endsWith("- alert: " + alert)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no rule for alert " + alert + " in " + directory()));
  }

  /** Returns every word of the rules that can be the name of a metric. */
  static Set<String> metricNames() {
    var names = new HashSet<String>();
    files()
        .forEach(
            file -> NAME.matcher(text(file)).results().map(MatchResult::group).forEach(names::add));
    return names;
  }

  private static List<Path> files() {
    try (var files = Files.list(directory())) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tests run in the directory of their module, which may lie at any depth. */
  private static Path directory() {
    for (var above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
      if (Files.isDirectory(above.resolve(RULES))) {
        return above.resolve(RULES);
      }
    }
    throw new AssertionError("no directory " + RULES + " above " + Path.of("").toAbsolutePath());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
