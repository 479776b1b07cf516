package io.reprise.kafka.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.kafka.client.AdminRole;
import io.reprise.kafka.client.CreatedTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NonTransactionalReaderIT {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final TopicPartition PARTITION = new TopicPartition("mixed", 0);

  private static EmbeddedBroker broker;
  private static Admin admin;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    admin = AdminRole.open(settings());
    admin.createTopics(List.of(new NewTopic("mixed", 1, (short) 1))).all().get();
    CreatedTopic.describe(admin, "mixed", LIMIT);
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void readsWhatNoAbortCanRemoveBeneathAnOpenTransaction() throws Exception {
    try (var plain = producer(Map.of("compression.type", "lz4"));
        var transactional = producer(Map.of("transactional.id", "foreign"))) {
      transactional.initTransactions();
      send(plain, "a");
      transactional.beginTransaction();
      send(transactional, "aborted");
      transactional.abortTransaction();
      send(plain, "b");
      transactional.beginTransaction();
      send(transactional, "open");
      send(plain, "c");
      send(plain, "d");
      long end = end(IsolationLevel.READ_UNCOMMITTED);
      assertThat(end(IsolationLevel.READ_COMMITTED)).isEqualTo(end - 3);

      assertThat(values(read(0, end))).containsExactly("a", "b", "c", "d");
      assertThat(values(read(end - 3, end - 1))).containsExactly("c");
      assertThat(read(end - 1, end).get(0))
          .satisfies(
              record -> {
                assertThat(record.offset()).isEqualTo(end - 1);
                assertThat(record.key()).isEqualTo(bytes("key"));
                assertThat(record.headers().lastHeader("name").value()).isEqualTo(bytes("d"));
              });
      assertThatThrownBy(() -> read(end, end + 1, Duration.ofMillis(100)))
          .isInstanceOf(TimeoutException.class)
          .hasMessageContaining("mixed-0 was read to offset " + end);
      transactional.abortTransaction();
    }
  }

  @Test
  void saysThatThereIsNoSuchTopic() {
    assertThatThrownBy(
            () ->
                new NonTransactionalReader(admin, settings())
                    .read(new TopicPartition("absent", 0), 0, 1, LIMIT, record -> {}))
        .isInstanceOf(UnknownTopicOrPartitionException.class);
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(long from, long to) {
    return read(from, to, LIMIT);
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(long from, long to, Duration limit) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    new NonTransactionalReader(admin, settings()).read(PARTITION, from, to, limit, records::add);
    return records;
  }

  private static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(r -> new String(r.value(), StandardCharsets.UTF_8)).toList();
  }

  private static long end(IsolationLevel isolation) {
    return PartitionEnds.of(admin, List.of(PARTITION), isolation, LIMIT).get(PARTITION);
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String value) throws Exception {
    var record = new ProducerRecord<>("mixed", 0, bytes("key"), bytes(value));
    record.headers().add("name", bytes(value));
    producer.send(record).get();
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    var all = new HashMap<>(settings());
    all.putAll(more);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Map<String, Object> settings() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
