package io.reprise.embedded.contract;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** Creates clients of one broker with the settings that Reprise uses. The caller closes them. */
public record Clients(String bootstrapServers) {
  static final Duration LIMIT = Duration.ofSeconds(30);

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  Producer<String, String> producer() {
    return producer(Map.of());
  }

  /** A producer that has not yet called {@code initTransactions}. */
  Producer<String, String> transactional(String transactionalId) {
    return producer(Map.of("transactional.id", transactionalId));
  }

  Producer<String, String> producer(Map<String, Object> overrides) {
    return new KafkaProducer<>(settings(overrides), new StringSerializer(), new StringSerializer());
  }

  /** A read_committed consumer without a group and without an offset reset. */
  Consumer<String, String> reader(TopicPartition partition, long offset) {
    var reader = consumer(Map.of("auto.offset.reset", "none"));
    reader.assign(List.of(partition));
    reader.seek(partition, offset);
    return reader;
  }

  Consumer<String, String> consumer(Map<String, Object> overrides) {
    var settings = settings(Map.of("isolation.level", "read_committed"));
    settings.putAll(overrides);
    settings.put("enable.auto.commit", false);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
  }

  /** Creates a topic with one partition. */
  TopicPartition topic() {
    return topic(Map.of());
  }

  TopicPartition topic(Map<String, String> configuration) {
    return topic(freshName(), 1, configuration);
  }

  /** Returns an unused topic name. */
  String topicOf(int partitions) {
    return topic(freshName(), partitions, Map.of()).topic();
  }

  /** The first partition of a new topic, once every broker knows it. */
  TopicPartition topic(String name, int partitions, Map<String, String> configuration) {
    var topic = new NewTopic(name, partitions, (short) 1).configs(configuration);
    try (var admin = admin()) {
      admin.createTopics(List.of(topic)).all().get();
      Awaitility.await()
          .atMost(LIMIT)
          .ignoreExceptionsMatching(e -> e.getCause() instanceof UnknownTopicOrPartitionException)
          .until(() -> !admin.describeTopics(List.of(name)).allTopicNames().get().isEmpty());
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("topic " + name + " was not created", e);
    }
    return new TopicPartition(name, 0);
  }

  /** Sets the configuration of one KIP-848 group. */
  void configureGroup(String group, Map<String, String> settings)
      throws ExecutionException, InterruptedException {
    var changes =
        settings.entrySet().stream()
            .map(e -> new AlterConfigOp(new ConfigEntry(e.getKey(), e.getValue()), OpType.SET))
            .toList();
    try (var admin = admin()) {
      admin
          .incrementalAlterConfigs(Map.of(new ConfigResource(Type.GROUP, group), changes))
          .all()
          .get();
    }
  }

  /** Appends the values in order, without a transaction. */
  void append(TopicPartition partition, String... values) {
    try (var producer = producer()) {
      for (var value : values) {
        producer.send(record(partition, value));
      }
    }
  }

  static ProducerRecord<String, String> record(TopicPartition partition, String value) {
    return new ProducerRecord<>(partition.topic(), partition.partition(), "key", value);
  }

  /** Waits until readers see exactly these values: a commit becomes visible after it is decided. */
  void awaitCommitted(TopicPartition partition, String... values) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                org.assertj.core.api.Assertions.assertThat(committedValues(partition))
                    .containsExactly(values));
  }

  /** The values that a read_committed reader sees up to the end at the time of the call. */
  List<String> committedValues(TopicPartition partition) {
    return committed(partition).stream().map(ConsumerRecord::value).toList();
  }

  /** The records that a read_committed reader sees up to the end at the time of the call. */
  List<ConsumerRecord<String, String>> committed(TopicPartition partition) {
    long end = end(partition);
    try (var reader = reader(partition, 0)) {
      reader.seekToBeginning(List.of(partition));
      return Polling.untilPosition(reader, partition, end);
    }
  }

  /** The last stable offset, which is the end of what read_committed readers see. */
  long end(TopicPartition partition) {
    try (var reader = reader(partition, 0)) {
      return reader.endOffsets(List.of(partition)).get(partition);
    }
  }

  private static String freshName() {
    return "contract-" + Uuid.randomUuid();
  }

  private Map<String, Object> settings(Map<String, Object> overrides) {
    var settings = new HashMap<String, Object>(overrides);
    settings.put("bootstrap.servers", bootstrapServers);
    return settings;
  }
}
