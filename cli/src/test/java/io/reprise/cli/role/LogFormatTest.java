package io.reprise.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a service that fails, in a process of its own with the log settings of services. */
class LogFormatTest {
  private static final int LIMIT_SECONDS = 60;

  @TempDir private Path directory;

  @Test
  void theOptionJsonWinsOverTheVariableAndMakesEachFactAField() throws Exception {
    var lines = log("text", "--log-format", "json");

    assertThat(lines).isNotEmpty().allMatch(line -> line.startsWith("{"));
    var services = new ArrayList<String>();
    for (var line : lines) {
      services.add(Json.json().readTree(line).path("service").asText());
    }
    assertThat(services).contains("dying");
  }

  @Test
  void theOptionTextWinsOverTheVariable() throws Exception {
    assertThat(log("json", "--log-format", "text"))
        .isNotEmpty()
        .noneMatch(line -> line.startsWith("{"));
  }

  @Test
  void theVariableChoosesTheFormatWithoutTheOption() throws Exception {
    assertThat(log("json")).isNotEmpty().allMatch(line -> line.startsWith("{"));
  }

  /** Runs a service until it fails; returns the lines of its stderr. */
  private List<String> log(String variable, String... options)
      throws IOException, InterruptedException {
    var log = directory.resolve("log");
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                DyingThreadTest.class.getName(),
                "--config",
                "exception"));
    command.addAll(List.of(options));
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(log.toFile());
    builder.environment().put("REPRISE_LOG_FORMAT", variable);
    var process = builder.start();
    try {
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      return Files.readAllLines(log);
    } finally {
      process.destroyForcibly();
    }
  }
}
