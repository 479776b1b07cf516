package io.reprise.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Holds the alert rules against the declared metrics, their runbooks and their own tests, which
 * {@code promtool} runs.
 */
class AlertRulesTest {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").normalize();
  private static final Path RULES = ROOT.resolve("deploy/observability/alerts");
  private static final Path TESTS = ROOT.resolve("deploy/observability/alert-tests");
  private static final Path RUNBOOKS = ROOT.resolve("docs/runbooks");
  private static final List<String> MODULES =
      List.of("runtime", "event-ingest/service", "replay-worker", "archiver", "compactor");

  private static final Pattern CAUSED = Pattern.compile("assertFiresAndClears\\(\\s*\"(\\w+)\"");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private record Alert(String name, String expression, String runbook, String severity) {}

  @Test
  void everyMetricOfARuleIsDeclared() throws IOException {
    var declared = PublishedMetrics.series();
    for (var alert : alerts()) {
      var named = QueriedMetrics.of(alert.expression());
      assertThat(named).as("metrics of %s", alert.name()).isSubsetOf(declared);
    }
  }

  @Test
  void everyAlertHasARunbookFromWhatIsNoticedToHowToKnowThatItIsOver() throws IOException {
    for (var alert : alerts()) {
      assertThat(alert.runbook()).isEqualTo("docs/runbooks/%s.md".formatted(alert.name()));
      var page = Files.readString(ROOT.resolve(alert.runbook()));
      assertThat(page)
          .startsWith("# " + alert.name() + ":")
          .containsSubsequence(
              "\n## What you notice\n",
              "\n## What to do\n",
              "\n```\n",
              "\n## How to know that it is over\n");
      assertThat(page.lines().filter(line -> line.startsWith("## "))).hasSize(3);
      assertThat(alert.severity()).isIn("page", "ticket");
    }
  }

  @Test
  void everyRunbookHasAnAlertAndIsListed() throws IOException {
    var expected = new TreeSet<String>(alerts().stream().map(a -> a.name() + ".md").toList());
    expected.add("README.md");
    try (var pages = Files.list(RUNBOOKS)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    var index = Files.readString(RUNBOOKS.resolve("README.md"));
    assertThat(alerts())
        .allSatisfy(
            alert ->
                assertThat(index)
                    .contains(
                        "| [%1$s](%1$s.md) | %2$s |".formatted(alert.name(), alert.severity())));
  }

  @Test
  void everyAlertFiresInOneTestAndStaysQuietInAnother() throws IOException {
    var fires = new ArrayList<String>();
    var quiet = new ArrayList<String>();
    for (var file : files(TESTS)) {
      for (var test : YAML.readTree(file.toFile()).path("tests")) {
        for (var check : test.path("alert_rule_test")) {
          var alert = check.path("alertname").asText();
          (check.path("exp_alerts").isEmpty() ? quiet : fires).add(alert);
        }
      }
    }
    var names = alerts().stream().map(Alert::name).toList();
    assertThat(new TreeSet<>(fires)).containsExactlyInAnyOrderElementsOf(names);
    assertThat(new TreeSet<>(quiet)).containsExactlyInAnyOrderElementsOf(names);
  }

  /** The call is {@code FaultAlerts.assertFiresAndClears}, in a test that causes the fault. */
  @Test
  void everyAlertFiresInATestThatCausesItsFaultOnARunningService() throws IOException {
    var fired = new ArrayList<String>();
    for (var test : faultTests()) {
      CAUSED.matcher(Files.readString(test)).results().map(m -> m.group(1)).forEach(fired::add);
    }

    assertThat(fired)
        .containsExactlyInAnyOrderElementsOf(alerts().stream().map(Alert::name).toList());
  }

  private static List<Path> faultTests() throws IOException {
    var tests = new ArrayList<Path>();
    for (var module : MODULES) {
      try (var files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        files.filter(file -> file.toString().endsWith("AlertsIT.java")).forEach(tests::add);
      }
    }
    return tests;
  }

  @Test
  void promtoolAcceptsTheRulesAndTheirTestsSucceed() throws Exception {
    var promtool = promtool();
    if (promtool.isEmpty()) {
      System.out.println(
          "AlertRulesTest: the tests of the alert rules are skipped, because promtool is not on the"
              + " PATH; it is in Debian's package prometheus, or name it in REPRISE_PROMTOOL");
    }
    assumeTrue(promtool.isPresent(), "promtool is not installed");

    run(promtool.get(), "check", files(RULES));
    run(promtool.get(), "test", files(TESTS));
  }

  private static void run(Path promtool, String action, List<Path> files) throws Exception {
    var command = new ArrayList<>(List.of(promtool.toString(), action, "rules"));
    files.forEach(file -> command.add(file.toString()));
    var output = Files.createTempFile("promtool", ".txt");
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  private static Optional<Path> promtool() {
    var named = System.getenv("REPRISE_PROMTOOL");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> Path.of(directory, "promtool"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static List<Alert> alerts() throws IOException {
    var alerts = new ArrayList<Alert>();
    for (var file : files(RULES)) {
      for (var group : YAML.readTree(file.toFile()).path("groups")) {
        StreamSupport.stream(group.path("rules").spliterator(), false)
            .map(AlertRulesTest::alert)
            .forEach(alerts::add);
      }
    }
    assertThat(alerts).hasSizeGreaterThan(10);
    return alerts;
  }

  private static Alert alert(JsonNode rule) {
    return new Alert(
        rule.path("alert").asText(),
        rule.path("expr").asText(),
        rule.path("annotations").path("runbook").asText(),
        rule.path("labels").path("severity").asText());
  }

  private static List<Path> files(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
