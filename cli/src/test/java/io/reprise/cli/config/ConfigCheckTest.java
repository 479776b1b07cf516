package io.reprise.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.cli.command.CommandFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCheckTest {
  private static final ConfiguredService WORKER = ConfiguredService.named("worker");
  private static final ConfiguredService ARCHIVER = ConfiguredService.named("archiver");

  /** Keys that three services know, and of which none has all that it requires. */
  private static final String FOR_SEVERAL = "kafka: {}\nstore: {}\n";

  static List<ConfiguredService> services() {
    return ConfiguredService.ALL;
  }

  @Test
  void everyFaultIsNamedByKeyValueAndRemedy() {
    var faults =
        faults(
            WORKER,
            """
            kafka: {bootstrapServer: 'k:9092'}
            htp: {}
            http: {port: 70000, maxBody: huge}
            runningShards: 0
            targets:
              good: {kind: discard}
              bad: {kind: kafak, topic: t}
              worse: {kind: kafka}
            """);

    assertThat(faults)
        .anySatisfy(f -> assertThat(f).contains("kafka.bootstrapServer: unknown key"))
        .anySatisfy(
            f -> assertThat(f).contains("kafka: bootstrapServers is missing: give host:port"))
        .anySatisfy(f -> assertThat(f).contains("htp: unknown key: did you mean 'http'"))
        .anySatisfy(f -> assertThat(f).contains("port is 70000: give one from 0 to 65535"))
        .anySatisfy(f -> assertThat(f).contains("http.maxBody"))
        .anySatisfy(f -> assertThat(f).contains("runningShards is 0"))
        .anySatisfy(f -> assertThat(f).contains("targets.bad: unknown type 'kafak'"))
        .anySatisfy(f -> assertThat(f).contains("targets.worse"))
        .allSatisfy(f -> assertThat(f).startsWith("file.yaml: "))
        .noneSatisfy(f -> assertThat(f).contains("targets.good"))
        .doesNotHaveDuplicates();
  }

  @Test
  void everyMissingKeyIsNamed() {
    assertThat(faults(ARCHIVER, "name: a"))
        .anySatisfy(f -> assertThat(f).contains("kafka is missing"))
        .anySatisfy(f -> assertThat(f).contains("store is missing"))
        .anySatisfy(f -> assertThat(f).contains("spool is missing"))
        .hasSize(3);
  }

  @Test
  void aKeyThatTheEnvironmentSetsIsNotMissing() {
    var environment = Map.of("REPRISE_KAFKA_BOOTSTRAP_SERVERS", "k:9092");

    assertThat(ConfigCheck.faults(WORKER, "f", "name: w", environment)).isEmpty();
    assertThat(ConfigCheck.faults(WORKER, "f", "name: w\nrunningShards: 0", environment))
        .singleElement()
        .asString()
        .contains("runningShards");
  }

  @Test
  void aFaultOfTwoKeysTogetherIsNamed() {
    assertThat(
            faults(
                ConfiguredService.named("ingest"),
                """
                kafka: {bootstrapServers: 'k:9092'}
                registry: http://r:1
                http: {maxBody: 8MiB}
                limits: {inFlight: 1MiB}
                """))
        .singleElement()
        .asString()
        .contains("inFlight");
  }

  @Test
  void textThatIsNotYamlIsNamedByItsLine() {
    assertThat(faults(WORKER, "kafka: [\n"))
        .singleElement()
        .asString()
        .contains("line 1, column 9");
    assertThat(faults(WORKER, "- kafka\n"))
        .containsExactly("file.yaml: must be a set of 'key: value' lines");
  }

  @ParameterizedTest
  @MethodSource("services")
  void theReaderOfAFileIsFoundByItsKeys(ConfiguredService service) {
    assertThat(ConfigCheck.readerOf(Path.of("file.yaml"), service.sample())).isEqualTo(service);
    assertThat(ConfigCheck.readerOf(Path.of("file.yaml"), ConfigExample.of(service)))
        .isEqualTo(service);
  }

  @ParameterizedTest
  @ValueSource(strings = {"archiver", "compactor", "rehydrate"})
  void theNameOfTheFileDecidesBetweenReaders(String name) {
    var file = Path.of("/etc/our-" + name + "-1.yaml");

    assertThat(ConfigCheck.readerOf(file, FOR_SEVERAL).name()).isEqualTo(name);
  }

  @Test
  void aFileThatMayBeForSeveralServicesIsRefused() {
    assertThatThrownBy(() -> ConfigCheck.readerOf(Path.of("f.yaml"), FOR_SEVERAL))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "f.yaml may be for archiver or compactor or rehydrate: say which with --service");
  }

  private static List<String> faults(ConfiguredService service, String yaml) {
    return ConfigCheck.faults(service, "file.yaml", yaml, Map.of());
  }
}
