package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.config.ConfigValues;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fails when a key is renamed, added or removed, or when a default changes. */
class WorkerConfigKeysTest {
  private static final String KAFKA = "kafka: {bootstrapServers: 'k:9092'}\n";
  private static final String LEAST =
      """
      kafka: {bootstrapServers: 'k:9092'}
      runningShards: 4
      targets: {rehearsal: {kind: discard}}
      archive: {store: {bucket: b}}
      """;

  private static final String EVERY_KEY =
      """
      name: w
      kafka: {bootstrapServers: 'k:9093', properties: {security.protocol: SSL}, rack: a}
      http:
        {host: 0.0.0.0, port: 9, maxBody: 1KiB, insecure: true, hosts: [a], tls: {certificate: /c, key: /k, ca: /a, clientCa: /b}, authentication: {tokens: /t, policy: /p,
          oidc: {issuer: 'https://i', audience: a, principalClaim: p, groupsClaim: g, clockSkew: 1s}}, limits: {connections: 5, requestsPerSecond: 6}}
      runningShards: 5
      replays: {retention: 7d}
      control: {prefix: p, slots: 8, replicationFactor: 3, session: 4s, transactionTimeout: 20s}
      targets:
        rehearsal: {kind: discard, delayPerRecord: 5ms}
        copy: {kind: kafka, topic: orders-copy}
        back: {kind: origin, topics: [orders, payments]}
        shadow: {kind: kafka-pattern, topicPattern: '*-shadow'}
        rows: {kind: jdbc, url: 'jdbc:postgresql://h/d', user: u, passwordFile: /p, table: s.orders, columns: {user_id: key, city: data.address.city}, mode: UPSERT, keyColumns: [user_id], leaseTable: s.lease, connections: 3, driverDirectory: /d}
        remote: {kind: kafka-remote, bootstrapServers: 'r:9092', properties: {security.protocol: SSL}, topic: orders, leaseTopic: l, registry: 'https://rr', registryCa: /rc}
        hook: {kind: http, url: 'https://h/p', method: PUT, headers: {Authorization: /t}, format: BINARY, signingKeys: /k, ca: /c, allowedNetworks: [10.0.0.0/8], concurrency: 2, window: 9, timeout: 3s}
        cold: {kind: custom, provider: files, pluginDirectory: /plugins, settings: {directory: /d}}
        sink: {kind: connect, pluginDirectory: /plugins/sink, connector: org.example.Sink, properties: {a: b}, secretProperties: {c: /s}, key: BYTES, value: JSON, window: 8, timeout: 4s}
      archive:
        store: {endpoint: 'http://s3:9000', region: eu-west-1, bucket: b2, prefix: p, pathStyle: true, encryption: 'aws:kms', kmsKey: key-1, ca: /s3.pem}
        cache: {memoryMebibytes: 1, diskMebibytes: 2, directory: /cache}
      approvals: {expireAfter: 1h, rules: [{targets: [rows], records: 1000000, bytes: 1GiB, sideEffects: true}]}
      limits: {replays: 4, replaysPerPerson: 2, recordsPerSecond: 5000, bytesPerSecond: 8MiB}
      registry: https://registry:8081
      registryCa: /r.pem
      maskKeyFile: /mask.key
      tracing: {endpoint: 'https://c/v1/traces', ratio: 0.5, headers: /h}
      """;

  @Test
  void everyDefault() {
    assertThat(ConfigValues.of(read(LEAST)))
        .isEqualTo(
            """
            approvals.expireAfter = PT4H
            approvals.rules = []
            archive.cache.directory = none
            archive.cache.diskMebibytes = 1024
            archive.cache.memoryMebibytes = 64
            archive.store.bucket = b
            archive.store.ca = none
            archive.store.encryption = none
            archive.store.endpoint = none
            archive.store.kmsKey = none
            archive.store.pathStyle = false
            archive.store.prefix =\s
            archive.store.region = us-east-1
            control.prefix = reprise
            control.replicationFactor = -1
            control.session = PT3S
            control.slots = 64
            control.transactionTimeout = PT10S
            http.authentication.oidc = none
            http.authentication.policy = none
            http.authentication.tokens = none
            http.host = 127.0.0.1
            http.hosts = []
            http.insecure = false
            http.limits.connections = 2048
            http.limits.requestsPerSecond = 0
            http.maxBody = 8MiB
            http.port = 8080
            http.tls.ca = none
            http.tls.certificate = none
            http.tls.clientCa = none
            http.tls.key = none
            kafka.bootstrapServers = k:9092
            kafka.properties = {}
            kafka.rack = none
            limits.bytesPerSecond = none
            limits.recordsPerSecond = none
            limits.replays = none
            limits.replaysPerPerson = none
            maskKeyFile = none
            name = worker
            registry = none
            registryCa = none
            replays.retention = PT720H
            runningShards = 4
            targets.rehearsal.delayPerRecord = none
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
            approvals.expireAfter = PT1H
            approvals.rules[0].bytes = 1GiB
            approvals.rules[0].records = 1000000
            approvals.rules[0].sideEffects = true
            approvals.rules[0].targets[0] = rows
            archive.cache.directory = /cache
            archive.cache.diskMebibytes = 2
            archive.cache.memoryMebibytes = 1
            archive.store.bucket = b2
            archive.store.ca = /s3.pem
            archive.store.encryption = aws:kms
            archive.store.endpoint = http://s3:9000
            archive.store.kmsKey = key-1
            archive.store.pathStyle = true
            archive.store.prefix = p
            archive.store.region = eu-west-1
            control.prefix = p
            control.replicationFactor = 3
            control.session = PT4S
            control.slots = 8
            control.transactionTimeout = PT20S
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
            limits.bytesPerSecond = 8MiB
            limits.recordsPerSecond = 5000
            limits.replays = 4
            limits.replaysPerPerson = 2
            maskKeyFile = /mask.key
            name = w
            registry = https://registry:8081
            registryCa = /r.pem
            replays.retention = PT168H
            runningShards = 5
            targets.back.topics[0] = orders
            targets.back.topics[1] = payments
            targets.cold.pluginDirectory = /plugins
            targets.cold.provider = files
            targets.cold.settings.directory = /d
            targets.copy.topic = orders-copy
            targets.hook.allowedNetworks[0] = 10.0.0.0/8
            targets.hook.ca = /c
            targets.hook.concurrency = 2
            targets.hook.format = BINARY
            targets.hook.headers.Authorization = /t
            targets.hook.method = PUT
            targets.hook.signingKeys = /k
            targets.hook.timeout = PT3S
            targets.hook.url = https://h/p
            targets.hook.window = 9
            targets.rehearsal.delayPerRecord = PT0.005S
            targets.remote.bootstrapServers = r:9092
            targets.remote.leaseTopic = l
            targets.remote.properties.security.protocol = SSL
            targets.remote.registry = https://rr
            targets.remote.registryCa = /rc
            targets.remote.sharesRegistry = false
            targets.remote.topic = orders
            targets.rows.columns.city = data.address.city
            targets.rows.columns.user_id = key
            targets.rows.connections = 3
            targets.rows.driverDirectory = /d
            targets.rows.keyColumns[0] = user_id
            targets.rows.leaseTable = s.lease
            targets.rows.mode = UPSERT
            targets.rows.passwordFile = /p
            targets.rows.table = s.orders
            targets.rows.url = jdbc:postgresql://h/d
            targets.rows.user = u
            targets.shadow.topicPattern = *-shadow
            targets.sink.connector = org.example.Sink
            targets.sink.key = BYTES
            targets.sink.pluginDirectory = /plugins/sink
            targets.sink.properties.a = b
            targets.sink.secretProperties.c = /s
            targets.sink.timeout = PT4S
            targets.sink.value = JSON
            targets.sink.window = 8
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
        "runningShards: 0 | runningShards is 0: give 1 or more",
        "runningShards: -1 | runningShards is -1: give 1 or more",
        "control: {slots: 0} | control: slots is 0: give 1 to 10000",
        "control: {slots: -8} | control: slots is -8: give 1 to 10000",
        "control: {slots: 10001} | control: slots is 10001: give 1 to 10000",
        "control: {slots: 2000000000} | control: slots is 2000000000: give 1 to 10000",
        "control: {session: 9999999999999d} | control: session is 9999999999999d: give 1ms to 1h",
        "control: {session: 100d} | control: session is 100d: give 1ms to 1h",
        "control: {session: 0s} | control: session is 0s: give 1ms to 1h",
        "control: {transactionTimeout: 61m} | control: transactionTimeout is 1h 1m: give 1ms to 1h",
        "control: {transactionTimeout: PT-1S} | control: transactionTimeout is -1s: give 1ms to 1h",
        "replays: {retention: 999ms} | replays: retention is 999ms: give 1s to 36500d",
        "replays: {retention: 36501d} | replays: retention is 36501d: give 1s to 36500d",
        "archive: {store: {bucket: b}, cache: {memoryMebibytes: 0}} | archive.cache:"
            + " memoryMebibytes is 0: give 1 or more",
        "archive: {store: {bucket: b}, cache: {diskMebibytes: -1}} | archive.cache: diskMebibytes"
            + " is -1: give 1 or more"
      })
  void aNumberOutsideItsRangeIsRefused(String yaml, String message) {
    assertThatThrownBy(() -> read(KAFKA + yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shadow: {kind: kafka-pattern} | topicPattern is missing: give the topics that a replay may"
            + " name, such as '*-shadow'",
        "shadow: {kind: kafka-pattern, topicPattern: orders} | topicPattern: 'orders' is not a"
            + " pattern of topic names",
        "shadow: {kind: kafka-pattern, topicPattern: \"*\"} | topicPattern: '*' is not a pattern of"
            + " topic names",
        "shadow: {kind: kafka-pattern, topicPattern: \"a b*\"} | topicPattern: 'a b*' is not a"
            + " pattern of topic names",
        "a:b: {kind: kafka-pattern, topicPattern: \"*-shadow\"} | targets: 'a:b' is not a name for"
            + " a target of kind kafka-pattern",
        "a:b: {kind: origin, topics: [orders]} | targets: 'a:b' is not a name for a target of kind"
            + " origin",
        "back: {kind: origin} | topics is missing: name the topics to which a target of kind origin"
            + " may send records back",
        "back: {kind: origin, topics: [orders, reprise.commands]} | topics: 'reprise.commands' is"
            + " not a topic to which records can be sent back"
      })
  void aTargetThatIsNamedWithATopicNeedsTopicsAndANameWithoutAColon(String target, String message) {
    assertThatThrownBy(() -> read(KAFKA + "targets:\n  " + target))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "table: t, columns: {a: key} | url is missing or cannot be used: give"
            + " jdbc:postgresql://host:5432/database",
        "url: 'jdbc:oracle:x', table: t, columns: {a: key} | url is missing or cannot be used",
        "url: 'jdbc:postgresql://u:hidden@h/d', table: t, columns: {a: key} | url is missing or"
            + " cannot be used",
        "url: 'jdbc:postgresql://h/d?password=hidden', table: t, columns: {a: key} | url is"
            + " missing or cannot be used",
        "url: 'jdbc:postgresql://h/d', columns: {a: key} | table is missing",
        "url: 'jdbc:postgresql://h/d', table: t | columns is missing: give the field that fills",
        "url: 'jdbc:postgresql://h/d', table: t, columns: {a: keys} | column a: 'keys' is not a"
            + " field of a record: the fields are key, value,",
        "url: 'jdbc:postgresql://h/d', table: t, columns: {a: key}, connections: 0 | connections"
            + " is 0: give 1 to 1000",
        "url: 'jdbc:postgresql://h/d', table: t, columns: {a: key}, mode: UPSERT | mode is UPSERT"
            + " and keyColumns is []: give key columns with UPSERT",
        "url: 'jdbc:postgresql://h/d', table: t, columns: {a: key}, keyColumns: [a] | mode is"
            + " INSERT and keyColumns is [a]: give key columns with UPSERT",
        "url: 'jdbc:postgresql://h/d', table: t, columns: {a: key}, mode: UPSERT, keyColumns: [b]"
            + " | keyColumns: 'b' is not one of the columns that are filled"
      })
  void aTargetOfKindJdbcNeedsADatabaseATableAndColumns(String keys, String message) {
    assertThatThrownBy(() -> read(KAFKA + "targets:\n  rows: {kind: jdbc, " + keys + "}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("hidden");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topic: t | bootstrapServers is missing: give host:port",
        "bootstrapServers: 'r:9092' | topic is missing: name the topic",
        "bootstrapServers: 'r:9092', topic: reprise.audit | topic is reprise.audit, which only one",
        "bootstrapServers: 'r:9092', topic: t, leaseTopic: t | topic is t, which only one program",
        "bootstrapServers: 'r:9092', topic: t, registry: 'https://r', sharesRegistry: true |"
            + " registry and sharesRegistry are both set"
      })
  void refusesATopicOfAnotherClusterThatCannotBeWritten(String keys, String message) {
    assertThatThrownBy(() -> read(KAFKA + "targets:\n  r: {kind: kafka-remote, " + keys + "}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "method: POST | url is missing or cannot be used: give https://host/path",
        "url: ftp://h/p | url is missing or cannot be used",
        "url: /p | url is missing or cannot be used",
        "url: 'https://u:hidden@h/p' | url is missing or cannot be used",
        "url: 'https://h/p', method: GET | method is GET: use POST, PUT or PATCH",
        "url: 'https://h/p', headers: {Host: /f} | headers: 'Host' is not the name of a header, or"
            + " the worker sets this header itself: remove it",
        "url: 'https://h/p', headers: {webhook-id: /f} | headers: 'webhook-id' is not the name",
        "url: 'https://h/p', headers: {'a b': /f} | headers: 'a b' is not the name of a header",
        "url: 'https://h/p', allowedNetworks: [intranet] | allowedNetworks: 'intranet' is not a"
            + " range of IP addresses",
        "url: 'https://h/p', concurrency: 0 | concurrency is 0: give 1 to 256",
        "url: 'https://h/p', window: 100001 | window is 100001: give 1 to 100000",
        "url: 'https://h/p', timeout: 99ms | timeout is 99ms: give 100ms to 30s"
      })
  void aTargetOfKindHttpNeedsAUrlAndLegalHeaders(String keys, String message) {
    assertThatThrownBy(() -> read(KAFKA + "targets:\n  hook: {kind: http, " + keys + "}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("hidden");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connector: a.B | pluginDirectory is missing: give the directory with the jars of the"
            + " connector",
        "pluginDirectory: /p | connector is missing or is not the name of a class",
        "pluginDirectory: /p, connector: 'a b' | connector is missing or is not the name of a"
            + " class",
        "pluginDirectory: /p, connector: a.B, properties: {password: hidden, transforms.x.type: T}"
            + " | properties: 'transforms.x.type' is a setting of Kafka Connect itself",
        "pluginDirectory: /p, connector: a.B, secretProperties: {topics: /f}"
            + " | properties: 'topics' is a setting of Kafka Connect itself",
        "pluginDirectory: /p, connector: a.B, properties: {c: hidden}, secretProperties: {c: /f}"
            + " | secretProperties: 'c' is in properties too: remove it from one of them",
        "pluginDirectory: /p, connector: a.B, window: 0 | window is 0: give 1 to 100000",
        "pluginDirectory: /p, connector: a.B, timeout: 6m | timeout is 6m: give 1s to 5m"
      })
  void aTargetOfKindConnectNeedsAConnectorAndItsOwnSettings(String keys, String message) {
    assertThatThrownBy(() -> read(KAFKA + "targets:\n  sink: {kind: connect, " + keys + "}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("hidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b c", "", "ä", "a:b"})
  void aPrefixThatNoTopicNameCanBeginWithIsRefused(String prefix) {
    assertThatThrownBy(() -> read(KAFKA + "control: {prefix: '" + prefix + "'}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "control: prefix is '"
                + prefix
                + "': give 1 to 200 of the characters a-z, A-Z, 0-9, '.', '_' and '-', because"
                + " topic names begin with it");
  }

  @Test
  void theLongestAndLargestValuesAreTaken() {
    var control =
        read(KAFKA
                + "control: {prefix: "
                + "p".repeat(200)
                + ", slots: 10000, session: 1h, transactionTimeout: 1h}")
            .control();

    assertThat(control.slots()).isEqualTo(10_000);
    assertThat(control.session()).isEqualTo(control.transactionTimeout()).hasHours(1);
  }

  private static WorkerConfig read(String yaml) {
    return ConfigFile.parse("worker.yaml", yaml, WorkerConfig.class, Map.of());
  }

  @Test
  void refusesRulesOfApprovalsThatNobodyCouldFollow() {
    assertThatThrownBy(() -> read(KAFKA + "approvals: {rules: [{targets: [copy]}]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "approvals.rules is given, but not http.authentication, so nobody knows who approves:"
                + " give both");
    assertThatThrownBy(() -> read(KAFKA + "approvals: {expireAfter: 5s}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("give 1m to 30d");
    assertThatThrownBy(() -> read(KAFKA + "approvals: {rules: [{records: 0}]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("records is 0: give 1 or more");
    assertThatThrownBy(() -> read(KAFKA + "approvals: {rules: [{targets: []}]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a rule has no targets");
  }
}
