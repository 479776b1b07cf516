package io.reprise.replay.journal;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.client.ProducerRole;
import io.reprise.replay.checkpoint.ShardProgress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes the notes about shards whose last transaction is in doubt. Thread-safe.
 *
 * <p>A note is written without a transaction, because a transaction of the slot's transactional id
 * would end together with the transaction in doubt. The note is written while the transaction in
 * doubt is still open in the slot's partition. Readers therefore see the note as soon as they can
 * read past this transaction.
 */
public final class DoubtNotes {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Map<String, Object> clientSettings;
  private final String topic;

  /** Creates an instance without sending a request. */
  public DoubtNotes(Map<String, Object> clientSettings, ControlTopics topics) {
    this.clientSettings = Map.copyOf(clientSettings);
    this.topic = topics.progress();
  }

  /**
   * Stores the note that the last transaction of a shard is in doubt.
   *
   * @param before the shard's newest committed progress record
   * @param doubt what is in doubt and what to do, for operators
   * @throws org.apache.kafka.common.KafkaException when Kafka does not confirm that the note is
   *     stored; a retry is safe
   */
  public void write(ShardProgress before, String doubt, Instant now) {
    var note = DoubtNote.about(before, doubt, now);
    var role =
        ProducerRole.idempotent(clientSettings, LIMIT)
            .requestsWithin(LIMIT.dividedBy(2))
            .lingering(Duration.ZERO)
            .with(ProducerConfig.MAX_BLOCK_MS_CONFIG, LIMIT.toMillis())
            .withoutMetrics();
    try (var producer = role.open()) {
      var key = note.shard().toString().getBytes(StandardCharsets.UTF_8);
      var record = new ProducerRecord<>(topic, before.slot(), key, ControlCodec.encode(note));
      KafkaAnswer.of(producer.send(record), LIMIT);
    }
  }
}
