package io.reprise.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.json.ByteSize;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestConfigTest {
  private static final String LEAST =
      """
      kafka: {bootstrapServers: "broker:9092"}
      registry: http://registry:8080/apis/ccompat/v7
      """;

  private static IngestConfig parse(String yaml) {
    return ConfigFile.parse("ingest.yaml", yaml, IngestConfig.class, Map.of());
  }

  @Test
  void everyDefault() {
    var config = parse(LEAST);

    assertThat(config.name()).endsWith("-8081");
    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.http().port()).isEqualTo(8081);
    assertThat(config.http().maxBody()).isEqualTo(ByteSize.ofMiB(8));
    assertThat(config.kafka().properties()).isEmpty();
    assertThat(config.dedupe().window()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.dedupe().mostIdsOf(800_000)).isEqualTo(4_000);
    assertThat(config.dedupe().indexEvery()).isEqualTo(Duration.ofMillis(20));
    var limits = config.limits();
    assertThat(limits.mostEvents()).isEqualTo(1_000);
    assertThat(limits.eventSize()).isEqualTo(ByteSize.ofKiB(512));
    assertThat(limits.mostAttributes()).isEqualTo(64);
    assertThat(limits.attributeLength()).isEqualTo(1_024);
    assertThat(limits.mostDepth()).isEqualTo(64);
    assertThat(limits.mostRequests()).isEqualTo(128);
    assertThat(limits.inFlight()).isEqualTo(ByteSize.ofMiB(32));
    assertThat(limits.answer()).isEqualTo(Duration.ofSeconds(10));
    assertThat(limits.silence()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void everyKey() {
    var config =
        parse(
            """
            name: ingest-1
            http: {host: 0.0.0.0, port: 9000, maxBody: 1MiB, insecure: true}
            kafka: {bootstrapServers: "broker:9092", properties: {security.protocol: SSL}}
            registry: http://registry:8080
            dedupe: {window: 1h, mostIds: 5, indexEvery: 50ms}
            limits:
              mostEvents: 10
              eventSize: 10KiB
              mostAttributes: 11
              attributeLength: 12
              mostDepth: 13
              mostRequests: 14
              inFlight: 2MiB
              answer: 3s
              silence: 2s
            """);

    assertThat(config.name()).isEqualTo("ingest-1");
    assertThat(config.kafka().clientSettings())
        .containsOnly(
            Map.entry("security.protocol", "SSL"), Map.entry("bootstrap.servers", "broker:9092"));
    assertThat(config.registry()).isEqualTo(URI.create("http://registry:8080"));
    assertThat(config.dedupe())
        .isEqualTo(new IngestConfig.Dedupe(Duration.ofHours(1), 5, Duration.ofMillis(50)));
    assertThat(config.dedupe().mostIdsOf(1)).isEqualTo(5);
    assertThat(config.limits().mostRequests()).isEqualTo(14);
    assertThat(config.limits().silence()).isEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "registry: http://r | kafka is missing",
        "kafka: {} | kafka: bootstrapServers is missing",
        "kafka: {bootstrapServers: 'b:1'} | registry is missing",
        "registry: r | registry is 'r'",
        "dedupe: {window: 0s} | dedupe: window is 0s: give 1s to 7d",
        "dedupe: {mostIds: -1} | dedupe: mostIds is -1",
        "limits: {inFlight: 1KiB} | limits.inFlight is 1KiB, less than one body (http.maxBody is"
            + " 8MiB)",
        "limits: {mostEvents: -1} | limits: mostEvents is -1",
        "limits: {answer: 0s} | limits: answer is 0s",
        "limits: {answers: 1s} | did you mean 'answer'?",
        "kafka: {bootstrapServers: 'b:1', properties: {acks: '1'}} | kafka: properties has acks"
      })
  void refusesWhatCannotBe(String line, String message) {
    var key = line.substring(0, line.indexOf(':'));
    var kept = LEAST.lines().filter(l -> !l.startsWith(key + ":")).toList();
    var yaml =
        key.equals("registry") && message.startsWith("kafka")
                || key.equals("kafka") && message.startsWith("registry")
            ? line
            : String.join("\n", kept) + "\n" + line;

    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
