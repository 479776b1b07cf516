package io.reprise.ingest.client;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a broker holds, read by a consumer that knows nothing of the publisher. */
final class StoredEvents {
  private static final Duration SERVED_LIMIT = Duration.ofSeconds(15);

  private StoredEvents() {}

  /** Creates a topic. On return each of its partitions is led. */
  static void createTopic(String bootstrapServers, String topic, int partitions) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
      // A topic is created before the broker has heard of it.
      await()
          .atMost(SERVED_LIMIT)
          .ignoreExceptionsMatching(e -> e.getCause() instanceof UnknownTopicOrPartitionException)
          .until(() -> ends(admin, topic, partitions).size() == partitions);
    }
  }

  private static Map<TopicPartition, ?> ends(Admin admin, String topic, int partitions)
      throws Exception {
    return admin
        .listOffsets(
            partitions(topic, partitions).stream()
                .collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
        .all()
        .get();
  }

  /** All records of a topic up to its present end, each partition's in order. */
  static List<ConsumerRecord<byte[], byte[]>> of(
      String bootstrapServers, String topic, int partitions) {
    var all = IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(all);
      consumer.seekToBeginning(all);
      var ends = consumer.endOffsets(all);
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  private static List<TopicPartition> partitions(String topic, int partitions) {
    return IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
  }
}
