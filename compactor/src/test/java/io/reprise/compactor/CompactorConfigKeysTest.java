package io.reprise.compactor;

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
class CompactorConfigKeysTest {
  private static final String LEAST =
      """
      kafka: {bootstrapServers: 'k:9092'}
      stateDirectory: /state
      threads: 4
      store: {bucket: b}
      topics: {orders: [{reducer: latest}]}
      """;

  private static final String EVERY_KEY =
      """
      name: c
      kafka: {bootstrapServers: 'k:9093', properties: {security.protocol: SSL}, rack: a}
      http:
        {host: 0.0.0.0, port: 9, maxBody: 1KiB, insecure: true, hosts: [a], tls: {certificate: /c, key: /k, ca: /a, clientCa: /b}, authentication: {tokens: /t, policy: /p,
          oidc: {issuer: 'https://i', audience: a, principalClaim: p, groupsClaim: g, clockSkew: 1s}}, limits: {connections: 5, requestsPerSecond: 6}}
      advertised: 'c:80'
      registry: http://r:2
      registryCa: /r.pem
      stateDirectory: /state2
      standbys: 1
      threads: 3
      pluginDirectory: /plugins
      applicationId: app
      store: {endpoint: 'http://s3:9000', region: eu-west-1, bucket: b2, prefix: p, pathStyle: true, encryption: 'aws:kms', kmsKey: key-1, ca: /s3.pem}
      commitInterval: 1s
      memory: {heap: 1MiB, state: 2MiB}
      maxAge: 5s
      topics: {orders: [{reducer: merge, version: 1, emitEvery: {events: 7, time: 3s}}]}
      audit: {every: 0s, sample: 3}
      """;

  @Test
  void everyDefault() {
    assertThat(ConfigValues.of(read(LEAST)))
        .isEqualTo(
            """
            advertised = none
            applicationId = reprise-compactor
            audit.every = PT15M
            audit.sample = 20
            commitInterval = PT0.2S
            http.authentication.oidc = none
            http.authentication.policy = none
            http.authentication.tokens = none
            http.host = 127.0.0.1
            http.hosts = []
            http.insecure = false
            http.limits.connections = 2048
            http.limits.requestsPerSecond = 0
            http.maxBody = 8MiB
            http.port = 8083
            http.tls.ca = none
            http.tls.certificate = none
            http.tls.clientCa = none
            http.tls.key = none
            kafka.bootstrapServers = k:9092
            kafka.properties = {}
            kafka.rack = none
            maxAge = PT1S
            memory.heap = 64MiB
            memory.state = 128MiB
            name = compactor
            pluginDirectory = none
            registry = none
            registryCa = none
            standbys = 0
            stateDirectory = /state
            store.bucket = b
            store.ca = none
            store.encryption = none
            store.endpoint = none
            store.kmsKey = none
            store.pathStyle = false
            store.prefix =\s
            store.region = us-east-1
            threads = 4
            topics.orders[0].emitEvery.events = 10000
            topics.orders[0].emitEvery.time = PT10S
            topics.orders[0].reducer = latest
            topics.orders[0].version = none
            """);
  }

  @Test
  void everyKey() {
    assertThat(ConfigValues.of(read(EVERY_KEY)))
        .isEqualTo(
            """
            advertised = c:80
            applicationId = app
            audit.every = PT0S
            audit.sample = 3
            commitInterval = PT1S
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
            kafka.rack = a
            maxAge = PT5S
            memory.heap = 1MiB
            memory.state = 2MiB
            name = c
            pluginDirectory = /plugins
            registry = http://r:2
            registryCa = /r.pem
            standbys = 1
            stateDirectory = /state2
            store.bucket = b2
            store.ca = /s3.pem
            store.encryption = aws:kms
            store.endpoint = http://s3:9000
            store.kmsKey = key-1
            store.pathStyle = true
            store.prefix = p
            store.region = eu-west-1
            threads = 3
            topics.orders[0].emitEvery.events = 7
            topics.orders[0].emitEvery.time = PT3S
            topics.orders[0].reducer = merge
            topics.orders[0].version = 1
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
        "threads: 0 | threads is 0: give 1 or more",
        "threads: -4 | threads is -4: give 1 or more",
        "audit: {sample: 0} | audit: sample is 0: give 1 to 10000 keys"
      })
  void aNumberOutsideItsRangeIsRefused(String yaml, String message) {
    assertThatThrownBy(() -> read(LEAST.replace("threads: 4", yaml)))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(message);
  }

  private static CompactorConfig read(String yaml) {
    return ConfigFile.parse("compactor.yaml", yaml, CompactorConfig.class, Map.of());
  }
}
