package io.reprise.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.config.ConfigValues;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fails when a key is renamed, added or removed, or when a default changes. */
class IngestConfigKeysTest {
  private static final String LEAST =
      """
      kafka: {bootstrapServers: 'k:9092'}
      registry: http://r:1/v7
      name: i
      """;

  private static final String EVERY_KEY =
      """
      name: i2
      kafka: {bootstrapServers: 'k:9093', properties: {security.protocol: SSL}}
      http:
        {host: 0.0.0.0, port: 9, maxBody: 1KiB, insecure: true, hosts: [a], tls: {certificate: /c, key: /k, ca: /a, clientCa: /b}, authentication: {tokens: /t, policy: /p,
          oidc: {issuer: 'https://i', audience: a, principalClaim: p, groupsClaim: g, clockSkew: 1s}}, limits: {connections: 5, requestsPerSecond: 6}}
      registry: http://r:2
      registryCa: /r.pem
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
      tracing: {endpoint: 'https://c/v1/traces', ratio: 0.5, headers: /h}
      """;

  @Test
  void everyDefault() {
    assertThat(ConfigValues.of(read(LEAST)))
        .isEqualTo(
            """
            dedupe.indexEvery = PT0.02S
            dedupe.mostIds = 0
            dedupe.window = PT15M
            http.authentication.oidc = none
            http.authentication.policy = none
            http.authentication.tokens = none
            http.host = 127.0.0.1
            http.hosts = []
            http.insecure = false
            http.limits.connections = 2048
            http.limits.requestsPerSecond = 0
            http.maxBody = 8MiB
            http.port = 8081
            http.tls.ca = none
            http.tls.certificate = none
            http.tls.clientCa = none
            http.tls.key = none
            kafka.bootstrapServers = k:9092
            kafka.properties = {}
            limits.answer = PT10S
            limits.attributeLength = 1024
            limits.eventSize = 512KiB
            limits.inFlight = 32MiB
            limits.mostAttributes = 64
            limits.mostDepth = 64
            limits.mostEvents = 1000
            limits.mostRequests = 128
            limits.silence = PT5S
            name = i
            registry = http://r:1/v7
            registryCa = none
            tracing.endpoint = none
            tracing.headers = none
            tracing.ratio = 0.01
            """);
  }

  @Test
  void everyKey() {
    assertThat(ConfigValues.of(read(EVERY_KEY)))
        .isEqualTo(
            """
            dedupe.indexEvery = PT0.05S
            dedupe.mostIds = 5
            dedupe.window = PT1H
            http.authentication.oidc.audience = a
            http.authentication.oidc.clockSkew = PT1S
            http.authentication.oidc.groupsClaim = g
            http.authentication.oidc.issuer = https://i
            http.authentication.oidc.principalClaim = p
            http.authentication.policy = /p
            http.authentication.tokens = /t
            http.host = 0.0.0.0
            http.hosts[0] = a
            http.insecure = true
            http.limits.connections = 5
            http.limits.requestsPerSecond = 6
            http.maxBody = 1KiB
            http.port = 9
            http.tls.ca = /a
            http.tls.certificate = /c
            http.tls.clientCa = /b
            http.tls.key = /k
            kafka.bootstrapServers = k:9093
            kafka.properties.security.protocol = SSL
            limits.answer = PT3S
            limits.attributeLength = 12
            limits.eventSize = 10KiB
            limits.inFlight = 2MiB
            limits.mostAttributes = 11
            limits.mostDepth = 13
            limits.mostEvents = 10
            limits.mostRequests = 14
            limits.silence = PT2S
            name = i2
            registry = http://r:2
            registryCa = /r.pem
            tracing.endpoint = https://c/v1/traces
            tracing.headers = /h
            tracing.ratio = 0.5
            """);
  }

  @Test
  void everyKeyIsSetToAnotherValueThanItsDefault() {
    assertThat(ConfigValues.equalIn(read(LEAST), read(EVERY_KEY))).isEmpty();
  }

  @Test
  void anUnknownKeyIsRefusedByName() {
    assertThatThrownBy(() -> read(LEAST + "bogus: 1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bogus: unknown key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mostEvents: 0 | limits: mostEvents is 0: give a number from 1 to 100000",
        "mostAttributes: 0 | limits: mostAttributes is 0: give a number from 1 to 1000",
        "attributeLength: 0 | limits: attributeLength is 0: give a number from 1 to 65535",
        "mostDepth: 0 | limits: mostDepth is 0: give a number from 1 to 500",
        "mostRequests: 0 | limits: mostRequests is 0: give a number from 1 to 100000"
      })
  void aNumberOutsideItsRangeIsRefused(String yaml, String message) {
    assertThatThrownBy(() -> read(LEAST + "limits: {" + yaml + "}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(message);
  }

  private static IngestConfig read(String yaml) {
    return ConfigFile.parse("ingest.yaml", yaml, IngestConfig.class, Map.of());
  }
}
