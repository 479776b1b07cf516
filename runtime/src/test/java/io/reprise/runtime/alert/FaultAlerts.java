package io.reprise.runtime.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks {@code promtool} whether an alert fires for scraped series, and clears. A test that causes
 * the fault of an alert names the alert in a call of {@link #assertFiresAndClears}; {@code
 * AlertRulesTest} fails for an alert without such a call.
 */
public final class FaultAlerts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FaultAlerts() {}

  /**
   * Skips the calling test with a printed reason where {@code promtool} is not installed. To be
   * called before servers are started.
   */
  public static void requirePromtool(Class<?> test) {
    if (promtool().isEmpty()) {
      System.out.println(
          test.getSimpleName()
              + " is skipped, because promtool is not on the PATH; it is in Debian's package"
              + " prometheus, or name it in REPRISE_PROMTOOL");
    }
    assumeTrue(promtool().isPresent(), "promtool is not installed");
  }

  /**
   * Asserts that an alert does not fire before the fault, fires before the fault is over, and does
   * not fire at the last sample.
   */
  public static void assertFiresAndClears(String alert, ScrapedSeries series) throws Exception {
    var firing = "ALERTS{alertname=\"%s\",alertstate=\"firing\"}".formatted(alert);
    long step = series.step().toSeconds();
    long begin = (series.faultBegin() - 1) * step;
    long end = (series.faultEnd() - 1) * step;
    long last = (series.steps() - 1) * step;
    var checks =
        List.of(
            check("count_over_time(%s[%ds])".formatted(firing, begin + step), begin, false),
            check("max(max_over_time(%s[%ds]))".formatted(firing, end - begin), end, true),
            check("max(%s)".formatted(firing), last, false));
    var test =
        Map.of(
            "name",
            alert,
            "interval",
            step + "s",
            "input_series",
            inputs(series),
            "promql_expr_test",
            checks);
    run(
        Map.of(
            "rule_files", List.of(AlertRules.fileOf(alert).toString()),
            "evaluation_interval", step + "s",
            "tests", List.of(test)),
        alert);
  }

  private static Map<String, Object> check(String expression, long second, boolean fires) {
    var check = new LinkedHashMap<String, Object>();
    check.put("expr", expression);
    check.put("eval_time", second + "s");
    check.put("exp_samples", fires ? List.of(Map.of("labels", "{}", "value", 1)) : List.of());
    return check;
  }

  private static List<Map<String, String>> inputs(ScrapedSeries series) {
    return series.notation().entrySet().stream()
        .map(entry -> Map.of("series", entry.getKey(), "values", entry.getValue()))
        .toList();
  }

  private static void run(Map<String, Object> tests, String alert) throws Exception {
    var file = Files.createTempFile("alert-" + alert, ".yaml");
    var output = Files.createTempFile("promtool", ".txt");
    Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(tests));
    var command = new ArrayList<>(List.of(promtool().orElseThrow().toString(), "test", "rules"));
    command.add(file.toString());
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue())
          .as("%s: %s\n%s", alert, Files.readString(output), Files.readString(file))
          .isZero();
    } finally {
      process.destroyForcibly();
      Files.delete(output);
      Files.delete(file);
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
}
