package io.reprise.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.config.ConfigFile;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigExampleTest {
  /** A key that is a comment: the # is directly in front of it. */
  private static final Pattern COMMENTED_KEY = Pattern.compile("(?m)^( *)#([^ #])");

  static List<ConfiguredService> services() {
    return ConfiguredService.ALL;
  }

  @ParameterizedTest
  @MethodSource("services")
  void theExampleIsValidAsPrinted(ConfiguredService service) {
    assertThat(faults(service, ConfigExample.of(service))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("services")
  void theExampleIsValidWithEveryKeySet(ConfiguredService service) {
    var everyKey = everyKeySet(ConfigExample.of(service));

    assertThat(faults(service, everyKey)).as(everyKey).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("services")
  void aKeyThatIsSetToItsExampleHasTheDefault(ConfiguredService service) {
    var asPrinted = ConfigFile.parse("f", ConfigExample.of(service), service.type(), Map.of());
    var sample = ConfigFile.parse("f", service.sample(), service.type(), Map.of());
    var everyKey =
        ConfigFile.parse("f", everyKeySet(ConfigExample.of(service)), service.type(), Map.of());

    assertThat(everyKey).hasToString(sample.toString());
    assertThat(asPrinted.toString()).contains("bootstrapServers=broker:9092");
  }

  @ParameterizedTest
  @MethodSource("services")
  void theExampleHasEveryKeyAndItsVariable(ConfiguredService service) {
    var example = ConfigExample.of(service);

    for (var row : ConfigTable.of(service).rows()) {
      var key = row.steps().get(row.steps().size() - 1);
      assertThat(example).containsPattern("(?m)^ *#?(- )?" + Pattern.quote(key) + ":");
      assertThat(example).contains(row.variable());
    }
  }

  @ParameterizedTest
  @MethodSource("services")
  void noLineIsTooLong(ConfiguredService service) {
    assertThat(ConfigExample.of(service).lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void onlyRequiredKeysAndSectionsAreSet() {
    var set =
        ConfigExample.of(ConfiguredService.named("archiver"))
            .lines()
            .filter(line -> line.matches(" *[a-z].*: .*"));

    assertThat(set)
        .containsExactly(
            "  bootstrapServers: broker:9092",
            "  bucket: archive",
            "  directory: /var/lib/reprise/spool");
  }

  private static String everyKeySet(String example) {
    return COMMENTED_KEY.matcher(example).replaceAll("$1$2");
  }

  private static List<String> faults(ConfiguredService service, String text) {
    return ConfigCheck.faults(service, "example.yaml", text, Map.of());
  }
}
