package io.reprise.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.ByteSize;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  record Example(HttpConfig http, @ConfigKey("K.") KafkaConfig kafka, URI registry) {}

  private static Example parse(String yaml, Map<String, String> environment) {
    return ConfigFile.parse("example.yaml", yaml, Example.class, environment);
  }

  @Test
  void variablesTakePrecedenceOverTheFile() {
    var config =
        parse(
            "http: {port: 1}\nkafka: {bootstrapServers: 'a:1'}",
            Map.of(
                "REPRISE_HTTP_PORT", "2",
                "REPRISE_HTTP_MAX_BODY", "1KiB",
                "REPRISE_KAFKA_PROPERTIES", "{sasl.mechanism: PLAIN}"));

    assertThat(config.http().port()).isEqualTo(2);
    assertThat(config.http().maxBody()).isEqualTo(ByteSize.ofKiB(1));
    assertThat(config.kafka().properties()).containsEntry("sasl.mechanism", "PLAIN");
  }

  @Test
  void aVariableCreatesItsSection() {
    assertThat(parse("", Map.of("REPRISE_HTTP_HOST", "127.0.0.2")).http().host())
        .isEqualTo("127.0.0.2");
  }

  @Test
  void anUnknownKeyIsRefusedWithASuggestion() {
    assertThatThrownBy(() -> parse("http: {prot: 1}", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("example.yaml: http.prot: unknown key")
        .hasMessageContaining("did you mean 'port'");
  }

  @Test
  void aFileThatIsNotASetOfKeysIsRefused() {
    assertThatThrownBy(() -> parse("[1]", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("key: value");
  }

  @Test
  void aFileThatIsNotTextIsNamed(@TempDir Path directory) throws IOException {
    var file = directory.resolve("noise.yaml");
    Files.write(file, new byte[] {(byte) 0x93, (byte) 0xff, 0x00, (byte) 0xc3});

    assertThatThrownBy(() -> ConfigFile.read(file, Example.class))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": is not UTF-8 text: give a YAML file in UTF-8 with --config");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http: {port: 99999999999}|http.port: 99999999999 is out of range: use a whole number from"
            + " -2147483648 to 2147483647; accepted: 0 to 65535",
        "http: {port: many}|http.port: 'many' is not a whole number below 2^31; accepted: 0 to"
            + " 65535",
        "http: {port: -1}|http: port is -1: give one from 0 to 65535",
        "http: {maxBody: many}|http.maxBody: 'many' is not"
      })
  void aValueOfTheWrongTypeIsRefusedWithTheAcceptedValues(String yaml, String message) {
    assertThatThrownBy(() -> parse(yaml, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path directory) {
    var file = directory.resolve("absent.yaml");

    assertThatThrownBy(() -> ConfigFile.read(file, Example.class))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(file + ": no such file");
  }

  @Test
  void whatIsWrittenIsReadAsEqual(@TempDir Path directory) throws IOException {
    var file = directory.resolve("example.yaml");
    var config =
        new Example(
            new HttpConfig("127.0.0.1", 8),
            new KafkaConfig("a:1", Map.of("x", "y")),
            URI.create("http://r:1/v7"));

    ConfigFile.write(file, config);

    assertThat(Files.exists(file)).isTrue();
    assertThat(ConfigFile.read(file, Example.class)).isEqualTo(config);
  }

  @Test
  void theNameOfAVariableIsItsPathInUpperSnakeCase() {
    assertThat(ConfigFile.variable(List.of("http", "maxBody"))).isEqualTo("REPRISE_HTTP_MAX_BODY");
  }

  /** As where Kubernetes fills the variable from a label that a pod does not have. */
  @Test
  void anEmptyVariableMeansThatTheRackIsNotKnown() {
    var yaml = "kafka: {bootstrapServers: 'k:9092', rack: a}\nregistry: http://r\n";

    var config = ConfigFile.parse("file", yaml, Example.class, Map.of("REPRISE_KAFKA_RACK", ""));

    assertThat(config.kafka().rack()).isNull();
  }

  @Test
  void aRackIsASettingOfKafkaClientsUnlessItIsEmpty() {
    var properties = Map.of("client.rack", "of-the-properties");

    assertThat(new KafkaConfig("a:1", properties, "a").clientSettings())
        .containsEntry("client.rack", "a");
    assertThat(new KafkaConfig("a:1", properties, "").clientSettings())
        .containsEntry("client.rack", "of-the-properties");
    assertThat(new KafkaConfig("a:1", null, " ").clientSettings()).doesNotContainKey("client.rack");
  }

  @Test
  void secretsAreNeitherInTextNorInMessages() {
    var yaml =
        "kafka: {bootstrapServers: 'a:1', properties: {sasl.password: hunter22}}\n"
            + "registry: http://user:hunter22@host/";

    assertThat(ConfigText.of(parse(yaml, Map.of())))
        .contains("sasl.password=***", "http://***@host/")
        .doesNotContain("hunter22");
    assertThatThrownBy(() -> parse("registry: 'ht tp://user:hunter22@host'", Map.of()))
        .hasMessageContaining("registry: ")
        .hasMessageNotContaining("hunter22")
        .hasNoCause();
  }

  @Test
  void everyDefaultOfKafkaAndHttpIsAsDocumented() {
    var http = new HttpConfig(null, 0, null);

    assertThat(http).isEqualTo(new HttpConfig("127.0.0.1", 0, ByteSize.ofMiB(8)));
    assertThat(new KafkaConfig("a:1", null).properties()).isEmpty();
    assertThatThrownBy(() -> new KafkaConfig(" ", null))
        .hasMessageContaining("kafka.bootstrapServers is missing");
    assertThatThrownBy(() -> new HttpConfig(null, 65_536, null))
        .hasMessageContaining("give one from 0 to 65535");
  }

  record Database(
      @ConfigKey(value = "The address.", secret = true) String url,
      @ConfigKey(value = "The password.", secret = true) String password,
      @ConfigKey("A number.") int keep) {
    @Override
    public String toString() {
      return ConfigText.of(this);
    }
  }

  record WithDatabase(
      @ConfigKey("K.") KafkaConfig kafka,
      @ConfigKey("The registry.") URI registry,
      @ConfigKey("The database.") Database target) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Not YAML.
        "target: {password: 'hunter22}",
        "target: {password: \"hunter22\\q\"}",
        "target: {password: @hunter22}",
        "target: {password: *hunter22, keep: x}",
        "target: {password: !hunter22 x, keep: x}",
        "target:\n  password: hunter22: x",
        "target:\n  password: hunter22\n keep: 1",
        "target:\n  password:hunter22\n  keep: 1",
        "target: {password: hunter22, password: hunter22}",
        "target: {password: hunter22}\n---\ntarget: {password: hunter22}",
        "hunter22",
        // An unknown key.
        "target: {password: hunter22, kep: 1}",
        "target: {pasword: hunter22}",
        "target: {password:hunter22}",
        "target: {'password=hunter22': 1}",
        "password:hunter22: 1",
        "kafka: {bootstrapServers: 'a:1', sasl.password: hunter22}",
        "kafka: {bootstrapServers: 'a:1', 'sasl.password:hunter22': x}",
        // A value of the wrong type.
        "target: hunter22",
        "target: [hunter22]",
        "target: {password: [hunter22]}",
        "target: {password: {hunter22: hunter22}}",
        "target: {password: hunter22, keep: many}",
        "target: {password: hunter22, keep: hunter22}",
        "kafka: {bootstrapServers: 'a:1', properties: hunter22}",
        "kafka: {bootstrapServers: 'a:1', properties: [hunter22]}",
        "kafka: {bootstrapServers: 'a:1', properties: {sasl.password: {hunter22: 1}}}",
        "kafka: {properties: {sasl.password: hunter22}}",
        "registry: 'ht tp://user:hunter22@host'",
        "registry: 'ht tp:user:hunter22@host'",
        "registry: 'user hunter22@host'",
      })
  void noErrorShowsASecret(String yaml) {
    assertThatThrownBy(() -> ConfigFile.parse("example.yaml", yaml, WithDatabase.class, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("example.yaml: ")
        .hasMessageNotContaining("hunter22")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'hunter22", "@hunter22", "[hunter22]", "{a: hunter22, a: 1}", "!hunter22"})
  void aBrokenVariableIsNamedWithoutItsValue(String value) {
    assertThatThrownBy(
            () ->
                ConfigFile.parse(
                    "example.yaml",
                    "target: {keep: x}",
                    WithDatabase.class,
                    Map.of("REPRISE_TARGET_PASSWORD", value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageNotContaining("hunter22")
        .hasNoCause();
    assertThatThrownBy(
            () ->
                ConfigFile.parse(
                    "example.yaml",
                    "",
                    WithDatabase.class,
                    Map.of("REPRISE_TARGET_PASSWORD", "@hunter22")))
        .hasMessageContaining("REPRISE_TARGET_PASSWORD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://u:hunter22@host/", "http:/u:hunter22@host", "u:hunter22@host"})
  void noTextShowsThePasswordOfAUrl(String url) {
    assertThat(ConfigText.withoutCredentials(URI.create(url)))
        .contains("***@host")
        .doesNotContain("hunter22");
  }
}
