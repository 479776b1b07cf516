package io.reprise.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/configuration.md against the configuration records of all services. */
class ConfigurationReferenceTest {
  private static final String WRITE = "reprise.writeConfigurationReference";
  private static final String COMMAND =
      "./mvnw -B -pl cli -am test -Dtest=ConfigurationReferenceTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -D"
          + WRITE
          + "=true";
  private static final String INTRODUCTION =
      """
      # Configuration

      This page is generated from the services' configuration records. Do not edit it: change the `@ConfigKey` of a record
      component, then run

      ```
      %s
      ```

      A configuration file is YAML. Unknown keys are refused by name. A *duration* is written as `500ms`, `10s`, `15m`, `2h` or
      `7d`; a *size* as `512KiB`, `8MiB` or a number of bytes. `<name>` stands for a name that you choose, `[]` for each entry of a
      list. The environment variable of a key takes precedence over the file; its value is read as YAML, so that a map is
      written as `{key: value}`.

      Keys marked *secret* may hold a secret. Their values are never written to logs or error messages, and neither are user and
      password in a URL. Give secrets by environment variables.
      """;

  static List<ConfiguredService> services() {
    return ConfiguredService.ALL;
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyKeyHasAMeaning(ConfiguredService service) {
    assertThat(ConfigTable.complete(service).undescribed())
        .as("components without @ConfigKey, in the configuration of %s", service.title())
        .isEmpty();
  }

  @Test
  void thePageSaysWhatTheRecordsSay() throws IOException {
    var file = page();
    var expected = text();
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(file, expected);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("%s differs from the configuration records. Regenerate it: %s", file, COMMAND)
        .isEqualTo(expected);
  }

  private static Path page() {
    var module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    return module.resolve("../docs/configuration.md").normalize();
  }

  private static String text() {
    var lines = new ArrayList<String>();
    lines.add(INTRODUCTION.formatted(COMMAND));
    for (var service : ConfiguredService.ALL) {
      lines.add("## " + service.title() + "\n");
      lines.add(service.use() + "\n");
      lines.add("| key | type | default | range | meaning | environment variable | secret |");
      lines.add("|---|---|---|---|---|---|---|");
      ConfigTable.complete(service).rows().forEach(row -> lines.add(line(row)));
      lines.add("");
    }
    return String.join("\n", lines).stripTrailing() + "\n";
  }

  private static String line(ConfigTable.Row row) {
    return "| `%s` | %s | %s | %s | %s | %s | %s |"
        .formatted(
            row.path(),
            row.type(),
            row.standard(),
            row.range(),
            row.meaning(),
            row.variable().isEmpty() ? "" : "`" + row.variable() + "`",
            row.secret() ? "secret" : "");
  }
}
