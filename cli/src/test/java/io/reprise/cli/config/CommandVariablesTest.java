package io.reprise.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.context.Endpoint;
import io.reprise.runtime.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the environment variables of commands apart from those that services read. */
class CommandVariablesTest {
  private static final Pattern VARIABLE = Pattern.compile("(?m)^\\| `(REPRISE_[A-Z_]+)` \\|");

  static List<ConfiguredService> services() {
    return ConfiguredService.ALL;
  }

  @Test
  void everyVariableOfCommandsIsDocumented() throws IOException {
    assertThat(documented())
        .contains(Endpoint.CONTEXT_VARIABLE)
        .contains(Stream.of(Endpoint.values()).map(Endpoint::variable).toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("services")
  void aServiceReadsItsFileAlikeWhenEveryVariableIsSet(ConfiguredService service)
      throws IOException {
    var environment =
        documented().stream().collect(Collectors.toMap(name -> name, name -> "http://other:1"));

    var config = ConfigFile.parse("file", service.sample(), service.type(), environment);

    assertThat(config)
        .hasToString(
            ConfigFile.parse("file", service.sample(), service.type(), Map.of()).toString());
  }

  @ParameterizedTest
  @MethodSource("services")
  void noKeyOfAServiceHasTheNamesOfTheVariablesOfCommands(ConfiguredService service) {
    assertThat(ConfigTable.of(service).rows())
        .noneMatch(row -> row.variable().startsWith(Endpoint.CONTEXT_VARIABLE));
  }

  /** Returns the variables in the tables of docs/command-line.md. */
  private static List<String> documented() throws IOException {
    var module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    var page = Files.readString(module.resolve("../docs/command-line.md").normalize());
    return VARIABLE.matcher(page).results().map((MatchResult m) -> m.group(1)).toList();
  }
}
