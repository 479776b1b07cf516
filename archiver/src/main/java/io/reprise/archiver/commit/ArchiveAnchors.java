package io.reprise.archiver.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reprise.kafka.client.ConsumerRole;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.client.ProducerRole;
import io.reprise.kafka.tail.PartitionScan;
import io.reprise.kafka.time.Deadline;
import io.reprise.runtime.json.Json;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.log.PartitionArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Stores the head of every commit log in a compacted topic of Kafka. A proof compares each commit
 * log with this topic. A process that can write to the bucket but not to the topic therefore cannot
 * alter a commit log unnoticed. Thread-safe. Errors of Kafka are thrown, and a retry is safe.
 */
public final class ArchiveAnchors implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final Map<String, Object> client;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;

  public ArchiveAnchors(Map<String, Object> client, Admin admin, String topic) {
    this.client = client;
    this.topic = topic;
    ensure(admin);
    this.producer =
        ProducerRole.idempotent(client, Duration.ofSeconds(30))
            .requestsWithin(Duration.ofSeconds(10))
            .open();
  }

  private void ensure(Admin admin) {
    var anchors =
        new NewTopic(topic, Optional.of(1), Optional.empty())
            .configs(Map.of("cleanup.policy", "compact"));
    try {
      KafkaAnswer.of(admin.createTopics(List.of(anchors)).all());
    } catch (TopicExistsException e) {
      return; // The topic exists: another instance or an earlier run has created it.
    }
  }

  /**
   * Stores the head of a commit log in the anchor topic. Returns once Kafka has acknowledged the
   * record.
   */
  public void put(PartitionArchive archive) {
    var anchor = Anchor.of(archive);
    try {
      var value = Json.json().writeValueAsBytes(anchor);
      KafkaAnswer.of(producer.send(new ProducerRecord<>(topic, key(archive.id()), value)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record can always be written", e);
    }
  }

  /**
   * Stores the anchor of the log's newest entry. A process that does not own the partition calls
   * this method after it has appended an entry. The partition's owner may have anchored a newer
   * entry than {@code appended} before this call. The anchor topic is compacted and keeps only the
   * last record, so an older anchor must not stay there as the last one.
   */
  public void putNewest(CommitLog log, PartitionArchive appended) {
    put(appended);
    var newest = log.refresh(appended);
    if (newest.headSeq() > appended.headSeq()) {
      put(newest);
    }
  }

  private static byte[] key(PartitionId id) {
    return (id.topicId() + "/" + id.partition()).getBytes(StandardCharsets.UTF_8);
  }

  /** Reads the anchor topic and returns the newest anchor of each partition's commit log. */
  public Map<PartitionId, Anchor> read() {
    var anchors = new HashMap<PartitionId, Anchor>();
    var partition = List.of(new TopicPartition(topic, 0));
    try (var consumer = ConsumerRole.scan(client, IsolationLevel.READ_COMMITTED, ANSWER).open()) {
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      PartitionScan.read(
          consumer,
          consumer.endOffsets(partition),
          Deadline.after(LIMIT),
          batch -> batch.forEach(record -> keepHighest(anchors, decode(record.value()))));
    }
    return anchors;
  }

  private static void keepHighest(Map<PartitionId, Anchor> anchors, Anchor anchor) {
    anchors.merge(
        new PartitionId(anchor.topic(), anchor.topicId(), anchor.partition()),
        anchor,
        (a, b) -> a.seq() > b.seq() ? a : b);
  }

  private Anchor decode(byte[] value) {
    try {
      return Json.json().readValue(value, Anchor.class);
    } catch (IOException e) {
      throw new KafkaException(
          "topic '" + topic + "' holds records that are not anchors: name another topic", e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
