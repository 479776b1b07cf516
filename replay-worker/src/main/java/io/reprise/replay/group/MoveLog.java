package io.reprise.replay.group;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.reprise.kafka.client.CreatedTopic;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.client.ProducerRole;
import io.reprise.kafka.time.Deadline;
import io.reprise.runtime.json.Json;
import io.reprise.store.EventLog;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of moves. Its one partition puts the moves of all workers in one order, so of two
 * workers that begin to move the same group, both can tell which was first. Moves are rare: the
 * topic is read in full for each request, and a producer is opened for each record.
 *
 * <p>Thread-safe. Errors are those of Kafka's clients. A record whose write has failed may be in
 * the topic nevertheless.
 */
final class MoveLog {
  private static final Logger LOG = LoggerFactory.getLogger(MoveLog.class);

  /** How long a move can be undone. The setting of an existing topic is not changed. */
  private static final Duration KEPT = Duration.ofDays(90);

  private static final Duration WRITE_LIMIT = Duration.ofSeconds(10);
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);
  private static final Duration READ_LIMIT = Duration.ofSeconds(10);
  private static final Duration KNOWN_LIMIT = Duration.ofSeconds(10);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /** Readers ignore fields that they do not know. */
  private static final ObjectReader READER =
      Json.json()
          .readerFor(GroupMove.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final String topic;
  private final short replicationFactor;
  private final Map<String, Object> clientSettings;
  private final Admin admin;
  private final TopicInspector topics;
  private final EventLog log;

  /**
   * @param replicationFactor copies of the topic's partition; -1 for the broker's default
   */
  MoveLog(
      String topic,
      short replicationFactor,
      Map<String, Object> clientSettings,
      Admin admin,
      TopicInspector topics,
      EventLog log) {
    this.topic = topic;
    this.replicationFactor = replicationFactor;
    this.clientSettings = clientSettings;
    this.admin = admin;
    this.topics = topics;
    this.log = log;
  }

  /** Reads the topic to its present end. Without a topic there are no moves. */
  MoveHistory read() {
    OffsetRange range;
    try {
      range = topics.inspectKafka(topic).partitions().get(0).readable();
    } catch (TopicNotFoundException e) {
      return MoveHistory.EMPTY;
    }
    var moves = new LinkedHashMap<String, MoveHistory.Entry>();
    var deadline = Deadline.after(READ_LIMIT);
    try (var reader = log.read(topic, 0, range)) {
      while (reader.position() < range.to()) {
        if (deadline.isPassed()) {
          throw new TimeoutException(
              "topic '%s' was not read to its end within %d s"
                  .formatted(topic, READ_LIMIT.toSeconds()));
        }
        for (var record : reader.read(deadline.left()).records()) {
          MoveHistory.add(moves, record.offset(), decode(record.value(), record.offset()));
        }
      }
    }
    return new MoveHistory(range.to(), moves);
  }

  private GroupMove decode(byte[] value, long offset) {
    try {
      GroupMove move = READER.readValue(value);
      if (move.v() > GroupMove.VERSION) {
        throw new GroupRefusedException(
            "the move at offset %d of topic '%s' was stored by a later version of Reprise: upgrade this worker"
                .formatted(offset, topic));
      }
      return move;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "offset %d of topic '%s' has no move".formatted(offset, topic), e);
    }
  }

  /**
   * Stores a move in the topic, which must exist. When this method returns, all in-sync replicas
   * have the record.
   *
   * @return the offset of the record
   */
  long append(GroupMove move) {
    var role =
        ProducerRole.idempotent(clientSettings, WRITE_LIMIT)
            .with(ProducerConfig.MAX_BLOCK_MS_CONFIG, WRITE_LIMIT.toMillis())
            .requestsWithin(REQUEST_LIMIT)
            .lingering(Duration.ZERO)
            .withoutMetrics();
    var producer = role.open();
    try {
      var sent = producer.send(new ProducerRecord<>(topic, key(move), encode(move)));
      return KafkaAnswer.of(sent, WRITE_LIMIT).offset();
    } finally {
      producer.close(CLOSE_LIMIT);
    }
  }

  private static byte[] key(GroupMove move) {
    return move.group().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] encode(GroupMove move) {
    try {
      return Json.json().writeValueAsBytes(move);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a move as JSON", e);
    }
  }

  /** Creates the topic if it does not exist. */
  void create() {
    var wanted =
        new NewTopic(topic, 1, replicationFactor)
            .configs(
                Map.of(
                    "cleanup.policy",
                    "delete",
                    "retention.ms",
                    Long.toString(KEPT.toMillis()),
                    "retention.bytes",
                    "-1"));
    try {
      KafkaAnswer.of(admin.createTopics(List.of(wanted)).all());
      LOG.info("topic of group moves was created topic={} retentionDays={}", topic, KEPT.toDays());
    } catch (TopicExistsException e) {
      LOG.debug("topic of group moves exists topic={}", topic);
    }
    CreatedTopic.describe(admin, topic, KNOWN_LIMIT);
  }
}
