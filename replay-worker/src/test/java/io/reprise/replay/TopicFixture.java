package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.replay.spec.Ordering;
import io.reprise.schemas.wire.ReplayMarker;
import io.reprise.store.OffsetRange;
import io.reprise.store.kafka.KafkaEventLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Fills topics, and compares the target of a replay with its source, record by record. */
final class TopicFixture {
  private final Map<String, Object> client;

  TopicFixture(String bootstrapServers) {
    this.client = Map.of("bootstrap.servers", bootstrapServers);
  }

  /**
   * Creates a topic and waits until the broker serves all its partitions. The topic keeps records
   * for ever: some tests write timestamps that are years old, which the broker would delete at its
   * next check of retention.
   */
  void create(String topic, int partitions) throws Exception {
    create(topic, partitions, Map.of());
  }

  /** As {@link #create(String, int)}, with topic settings by Kafka's names. */
  void create(String topic, int partitions, Map<String, String> settings) throws Exception {
    try (var admin = Admin.create(client)) {
      var kept = new HashMap<>(settings);
      kept.putIfAbsent(TopicConfig.RETENTION_MS_CONFIG, "-1");
      var wanted = new NewTopic(topic, partitions, (short) 1).configs(kept);
      admin.createTopics(List.of(wanted)).all().get();
      var inspector = new io.reprise.store.facts.TopicInspector(admin);
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> inspector.inspect(topic).partitions(), p -> p.size() == partitions);
    }
  }

  void publish(String topic, int events, int users) {
    try (var producer =
        new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < events; i++) {
        var value = ("event " + i + " " + "x".repeat(i % 200)).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, "user-" + i % users, value));
      }
    }
  }

  List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
    try (var admin = Admin.create(client);
        var log = new KafkaEventLog(client)) {
      var facts = new io.reprise.store.facts.TopicInspector(admin).inspect(topic);
      var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      for (var p : facts.partitions()) {
        try (var reader =
            log.read(topic, p.partition(), new OffsetRange(p.logStart(), p.committedEnd()))) {
          while (reader.position() < p.committedEnd()) {
            all.addAll(reader.read(Duration.ofSeconds(1)).records());
          }
        }
      }
      return all;
    }
  }

  long count(String topic) {
    return readAll(topic).size();
  }

  /** Asserts that the target has each source record once, unchanged and in the required order. */
  void assertCopied(String source, String target, Ordering ordering) {
    assertCopied(source, this, target, ordering);
  }

  /** As {@link #assertCopied(String, String, Ordering)}, for a target in another cluster. */
  void assertCopied(String source, TopicFixture others, String target, Ordering ordering) {
    var originals = new HashMap<String, ConsumerRecord<byte[], byte[]>>();
    readAll(source).forEach(r -> originals.put(r.partition() + "@" + r.offset(), r));
    var seen = new HashSet<String>();
    var lastOffsets = new HashMap<String, Long>();
    for (var copy : others.readAll(target)) {
      var marker = ReplayMarker.decode(copy.headers().lastHeader(ReplayMarker.HEADER).value());
      var place = marker.partition() + "@" + marker.offset();
      var original = originals.get(place);
      assertThat(original).as(place).isNotNull();
      assertThat(seen.add(place)).as("delivered once: " + place).isTrue();
      assertThat(Arrays.equals(copy.key(), original.key())).isTrue();
      assertThat(Arrays.equals(copy.value(), original.value())).isTrue();
      assertThat(copy.timestamp()).isEqualTo(original.timestamp());
      assertInOrder(lastOffsets, orderOf(ordering, copy, marker), marker.offset());
    }
    assertThat(seen).hasSameSizeAs(originals.keySet());
  }

  private static String orderOf(
      Ordering ordering, ConsumerRecord<byte[], byte[]> copy, ReplayMarker marker) {
    return switch (ordering) {
      case PARTITION -> "p" + marker.partition() + "->" + copy.partition();
      case KEY -> new String(copy.key(), StandardCharsets.UTF_8);
      case UNORDERED -> marker.partition() + "@" + marker.offset();
    };
  }

  private static void assertInOrder(Map<String, Long> last, String unit, long offset) {
    var before = last.put(unit, offset);
    assertThat(before == null || before < offset).as("in order: " + unit).isTrue();
  }
}
