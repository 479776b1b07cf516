package io.reprise.archiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.runtime.json.ByteSize;
import io.reprise.store.archive.segment.Codec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchiverConfigTest {
  private static final String LEAST =
      """
      kafka: {bootstrapServers: "k:9092"}
      store: {bucket: archive}
      spool: {directory: /spool}
      """;

  @Test
  void whatIsLeftOutHasADefault() {
    // When
    var config = read(LEAST + "topics: {orders: {}}");

    // Then
    assertThat(config.name()).isEqualTo("archiver");
    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.http().port()).isEqualTo(8082);
    assertThat(config.registry()).isNull();
    assertThat(config.spool().most()).isEqualTo(ByteSize.ofMiB(2048));
    assertThat(config.group()).isEqualTo("reprise-archiver");
    assertThat(config.anchors()).isEqualTo("reprise.archive");
    assertThat(config.uploads()).isPositive();
    assertThat(config.topics())
        .containsEntry(
            "orders",
            new TopicConfig(
                ArchiveMode.MOVE,
                Duration.ofHours(24),
                new ByteSize(0),
                ByteSize.ofMiB(64),
                Duration.ofMinutes(10),
                Codec.ZSTD,
                List.of(),
                Duration.ofHours(24)));
  }

  @Test
  void everyKeyIsRead() {
    // When
    var config =
        read(
            """
            name: a1
            kafka: {bootstrapServers: "k:9092", properties: {security.protocol: SSL}}
            http: {host: 0.0.0.0, port: 9, maxBody: 1KiB, insecure: true}
            registry: http://registry:8081
            store: {endpoint: "http://s3", region: eu, bucket: b, prefix: p, pathStyle: true, encryption: AES256}
            spool: {directory: /spool, most: 1GiB}
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
            """);

    // Then
    assertThat(config.name()).isEqualTo("a1");
    assertThat(config.kafka().clientSettings())
        .isEqualTo(Map.of("bootstrap.servers", "k:9092", "security.protocol", "SSL"));
    assertThat(config.registry()).hasToString("http://registry:8081");
    assertThat(config.store().prefix()).isEqualTo("p");
    assertThat(config.spool())
        .isEqualTo(new ArchiverConfig.Spool(Path.of("/spool"), ByteSize.ofMiB(1024)));
    assertThat(config.group()).isEqualTo("g");
    assertThat(config.anchors()).isEqualTo("heads");
    assertThat(config.uploads()).isEqualTo(3);
    assertThat(config.topics())
        .containsEntry(
            "orders",
            new TopicConfig(
                ArchiveMode.COPY,
                Duration.ofHours(1),
                ByteSize.ofMiB(2048),
                ByteSize.ofMiB(1),
                Duration.ofSeconds(5),
                Codec.SNAPPY,
                List.of("audit"),
                Duration.ofHours(2)));
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> read("store: {bucket: b}\nspool: {directory: /s}"))
        .hasMessageContaining("kafka is missing: give kafka.bootstrapServers");
    assertThatThrownBy(() -> read("kafka: {bootstrapServers: k}\nspool: {directory: /s}"))
        .hasMessageContaining("store is missing: give store.bucket");
    assertThatThrownBy(() -> read("kafka: {bootstrapServers: k}\nstore: {bucket: b}"))
        .hasMessageContaining("spool is missing: give spool.directory");
    assertThatThrownBy(() -> read(LEAST + "topicz: {}")).hasMessageContaining("topicz");
  }

  private static ArchiverConfig read(String yaml) {
    return ConfigFile.parse("archiver.yaml", yaml, ArchiverConfig.class, Map.of());
  }
}
