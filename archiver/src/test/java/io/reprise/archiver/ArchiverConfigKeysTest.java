package io.reprise.archiver;

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
class ArchiverConfigKeysTest {
  private static final String LEAST =
      """
      kafka: {bootstrapServers: 'k:9092'}
      store: {bucket: b}
      spool: {directory: /spool}
      uploads: 4
      topics: {orders: {}}
      snapshots: {orders: [{reducer: latest}]}
      """;

  private static final String EVERY_KEY =
      """
      name: a
      kafka: {bootstrapServers: 'k:9093', properties: {security.protocol: SSL}, rack: a}
      http:
        {host: 0.0.0.0, port: 9, maxBody: 1KiB, insecure: true, hosts: [a], tls: {certificate: /c, key: /k, ca: /a, clientCa: /b}, authentication: {tokens: /t, policy: /p,
          oidc: {issuer: 'https://i', audience: a, principalClaim: p, groupsClaim: g, clockSkew: 1s}}, limits: {connections: 5, requestsPerSecond: 6}}
      registry: http://r:2
      registryCa: /r.pem
      store: {endpoint: 'http://s3:9000', region: eu-west-1, bucket: b2, prefix: p, pathStyle: true, encryption: 'aws:kms', kmsKey: key-1, ca: /s3.pem}
      spool: {directory: /spool2, most: 1GiB}
      group: g
      anchors: heads
      uploads: 3
      topics:
        orders:
          mode: COPY
          hotTime: 1h
          hotSize: 2GiB
          cutSize: 1MiB
          cutAge: 5s
          codec: SNAPPY
          excludeGroups: [audit]
          slack: 2h
      snapshots:
        orders: [{reducer: merge, version: 2, every: 2h, keep: 4, keepFor: 3h}]
      """;

  @Test
  void everyDefault() {
    assertThat(ConfigValues.of(read(LEAST)))
        .isEqualTo(
            """
            anchors = reprise.archive
            group = reprise-archiver
            http.authentication.oidc = none
            http.authentication.policy = none
            http.authentication.tokens = none
            http.host = 127.0.0.1
            http.hosts = []
            http.insecure = false
            http.limits.connections = 2048
            http.limits.requestsPerSecond = 0
            http.maxBody = 8MiB
            http.port = 8082
            http.tls.ca = none
            http.tls.certificate = none
            http.tls.clientCa = none
            http.tls.key = none
            kafka.bootstrapServers = k:9092
            kafka.properties = {}
            kafka.rack = none
            name = archiver
            registry = none
            registryCa = none
            snapshots.orders[0].every = PT1H
            snapshots.orders[0].keep = 3
            snapshots.orders[0].keepFor = PT24H
            snapshots.orders[0].reducer = latest
            snapshots.orders[0].version = 1
            spool.directory = /spool
            spool.most = 2GiB
            store.bucket = b
            store.ca = none
            store.encryption = none
            store.endpoint = none
            store.kmsKey = none
            store.pathStyle = false
            store.prefix =\s
            store.region = us-east-1
            topics.orders.codec = ZSTD
            topics.orders.cutAge = PT10M
            topics.orders.cutSize = 64MiB
            topics.orders.excludeGroups = []
            topics.orders.hotSize = 0B
            topics.orders.hotTime = PT24H
            topics.orders.mode = MOVE
            topics.orders.slack = PT24H
            uploads = 4
            """);
  }

  @Test
  void everyKey() {
    assertThat(ConfigValues.of(read(EVERY_KEY)))
        .isEqualTo(
            """
            anchors = heads
            group = g
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
            name = a
            registry = http://r:2
            registryCa = /r.pem
            snapshots.orders[0].every = PT2H
            snapshots.orders[0].keep = 4
            snapshots.orders[0].keepFor = PT3H
            snapshots.orders[0].reducer = merge
            snapshots.orders[0].version = 2
            spool.directory = /spool2
            spool.most = 1GiB
            store.bucket = b2
            store.ca = /s3.pem
            store.encryption = aws:kms
            store.endpoint = http://s3:9000
            store.kmsKey = key-1
            store.pathStyle = true
            store.prefix = p
            store.region = eu-west-1
            topics.orders.codec = SNAPPY
            topics.orders.cutAge = PT5S
            topics.orders.cutSize = 1MiB
            topics.orders.excludeGroups[0] = audit
            topics.orders.hotSize = 2GiB
            topics.orders.hotTime = PT1H
            topics.orders.mode = COPY
            topics.orders.slack = PT2H
            uploads = 3
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
        "uploads: 0 | uploads is 0: give 1 or more",
        "uploads: -4 | uploads is -4: give 1 or more"
      })
  void aNumberOutsideItsRangeIsRefused(String yaml, String message) {
    assertThatThrownBy(() -> read(LEAST.replace("uploads: 4", yaml)))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(message);
  }

  private static ArchiverConfig read(String yaml) {
    return ConfigFile.parse("archiver.yaml", yaml, ArchiverConfig.class, Map.of());
  }
}
