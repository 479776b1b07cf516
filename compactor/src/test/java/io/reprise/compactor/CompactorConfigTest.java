package io.reprise.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.compactor.audit.AuditConfig;
import io.reprise.compactor.state.MemoryConfig;
import io.reprise.compactor.topic.Compaction;
import io.reprise.compactor.topic.EmitEvery;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.json.ByteSize;
import io.reprise.store.fold.Reducers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactorConfigTest {
  private static final String LEAST =
      """
      kafka: {bootstrapServers: "k:9092"}
      stateDirectory: /state
      """;

  @Test
  void whatIsLeftOutHasADefault() {
    // When
    var config = read(LEAST + "topics: {orders: [{reducer: latest}]}");

    // Then
    assertThat(config.name()).isEqualTo("compactor");
    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.http().port()).isEqualTo(8083);
    assertThat(config.advertised()).isNull();
    assertThat(config.registry()).isNull();
    assertThat(config.standbys()).isZero();
    assertThat(config.threads()).isPositive();
    assertThat(config.pluginDirectory()).isNull();
    assertThat(config.applicationId()).isEqualTo("reprise-compactor");
    assertThat(config.store()).isNull();
    assertThat(config.commitInterval()).isEqualTo(Duration.ofMillis(200));
    assertThat(config.memory())
        .isEqualTo(new MemoryConfig(ByteSize.ofMiB(64), ByteSize.ofMiB(128)));
    assertThat(config.maxAge()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.audit()).isEqualTo(new AuditConfig(Duration.ofMinutes(15), 20));
    assertThat(config.topics())
        .containsEntry(
            "orders",
            List.of(
                new ReducerConfig("latest", null, new EmitEvery(10_000, Duration.ofSeconds(10)))));
  }

  @Test
  void everyKeyIsRead() {
    // When
    var config =
        read(
            """
            name: c1
            kafka: {bootstrapServers: "k:9092", properties: {security.protocol: SSL}}
            http: {host: 0.0.0.0, port: 9, maxBody: 1KiB, insecure: true}
            advertised: "c1.example:80"
            registry: http://registry:8081
            stateDirectory: /state
            standbys: 1
            threads: 3
            pluginDirectory: /plugins
            applicationId: app
            store: {endpoint: "http://s3", region: eu, bucket: b}
            commitInterval: 1s
            memory: {heap: 1MiB, state: 2MiB}
            maxAge: 5s
            topics:
              orders:
                - {reducer: merge, version: 1, emitEvery: {events: 7, time: 3s}}
            audit: {every: 0s, sample: 3}
            """);

    // Then
    assertThat(config.name()).isEqualTo("c1");
    assertThat(config.kafka().clientSettings())
        .isEqualTo(Map.of("bootstrap.servers", "k:9092", "security.protocol", "SSL"));
    assertThat(config.http().port()).isEqualTo(9);
    assertThat(config.advertised()).isEqualTo("c1.example:80");
    assertThat(config.registry()).hasToString("http://registry:8081");
    assertThat(config.stateDirectory()).isEqualTo(Path.of("/state"));
    assertThat(config.standbys()).isEqualTo(1);
    assertThat(config.threads()).isEqualTo(3);
    assertThat(config.pluginDirectory()).isEqualTo(Path.of("/plugins"));
    assertThat(config.applicationId()).isEqualTo("app");
    assertThat(config.store().bucket()).isEqualTo("b");
    assertThat(config.commitInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.memory()).isEqualTo(new MemoryConfig(ByteSize.ofMiB(1), ByteSize.ofMiB(2)));
    assertThat(config.maxAge()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.topics().get("orders"))
        .containsExactly(new ReducerConfig("merge", 1, new EmitEvery(7, Duration.ofSeconds(3))));
    assertThat(config.audit()).isEqualTo(new AuditConfig(Duration.ZERO, 3));
  }

  @Test
  void whatMakesNoSenseIsRefusedByName() {
    refuses("stateDirectory: /s", "kafka is missing");
    refuses("kafka: {bootstrapServers: k}", "stateDirectory is missing");
    refuses(LEAST + "topics: {orders: []}", "topics.orders has no reducer");
    refuses(LEAST + "topics: {orders: [{version: 1}]}", "reducer is missing");
    refuses(LEAST + "commitInterval: 0s", "commitInterval is 0 ms");
    refuses(LEAST + "commitInterval: 6s", "commitInterval is 6000 ms");
    refuses(LEAST + "advertised: here", "advertised is 'here': write it as host:port");
    refuses(
        LEAST + "advertised: '0.0.0.0:80'",
        "advertised is '0.0.0.0:80': no other machine can connect to this address");
    refuses(LEAST + "standbys: -1", "standbys is -1");
    refuses(LEAST + "audit: {sample: -1}", "audit: sample is -1");
    refuses(LEAST + "topics: {o: [{reducer: latest, emitEvery: {events: -1}}]}", "events is -1");
    refuses(LEAST + "topics: {o: [{reducer: latest, emitEvery: {events: 0}}]}", "events is 0");
    refuses(LEAST + "standby: 1", "standby");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "[::]"})
  void anAddressForAllAddressesIsNeverAdvertised(String host) throws UnknownHostException {
    var config = read(LEAST + "http: {host: '" + host + "', port: 8083, insecure: true}");

    assertThat(config.advertisedOn(8083))
        .isEqualTo(InetAddress.getLocalHost().getHostName() + ":8083");
  }

  @Test
  void whereItListensOrWhatIsConfiguredIsAdvertised() {
    assertThat(read(LEAST + "http: {host: 10.0.0.7, insecure: true}").advertisedOn(5))
        .isEqualTo("10.0.0.7:5");
    assertThat(
            read(LEAST + "http: {host: 0.0.0.0, insecure: true}\nadvertised: 'c:80'")
                .advertisedOn(5))
        .isEqualTo("c:80");
  }

  @Test
  void aReducerTwiceForATopicIsRefused() {
    // Given
    var twice =
        Map.of(
            "orders",
            List.of(new ReducerConfig("latest", null, null), new ReducerConfig("latest", 1, null)));

    // Then
    assertThatThrownBy(() -> Compaction.of(twice, Reducers.onClassPath()))
        .hasMessage("topics.orders names reducer latest.v1 twice: leave one out");
  }

  private static void refuses(String yaml, String sentence) {
    assertThatThrownBy(() -> read(yaml)).hasMessageContaining(sentence);
  }

  private static CompactorConfig read(String yaml) {
    return ConfigFile.parse("compactor.yaml", yaml, CompactorConfig.class, Map.of());
  }
}
