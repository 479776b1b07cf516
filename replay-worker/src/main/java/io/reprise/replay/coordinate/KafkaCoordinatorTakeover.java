package io.reprise.replay.coordinate;

import io.reprise.kafka.group.GroupOffsets;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.fencing.TransactionEnds;
import io.reprise.replay.fencing.TransactionFootprint;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ReplayCopy;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Takes over by initialising a Kafka producer with the coordinator's transactional id. */
public final class KafkaCoordinatorTakeover implements CoordinatorTakeover {
  private final Map<String, Object> clientSettings;
  private final Admin admin;
  private final TransactionEnds ends;
  private final ControlTopics topics;
  private final ReplayCopy replays;

  public KafkaCoordinatorTakeover(
      Map<String, Object> clientSettings,
      Admin admin,
      TransactionEnds ends,
      ControlTopics topics,
      ReplayCopy replays) {
    this.clientSettings = clientSettings;
    this.admin = admin;
    this.ends = ends;
    this.topics = topics;
    this.replays = replays;
  }

  @Override
  public EventWriter fence() {
    var offsets = GroupOffsets.of(admin, topics.coordinatorGroup());
    var writer = new KafkaEventWriter(clientSettings, topics, ends, offsets);
    try {
      ends.end(footprint(offsets));
      return writer;
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private TransactionFootprint footprint(Collection<TopicPartition> offsets) {
    return new TransactionFootprint(
        topics.coordinatorTransactionalId(),
        new TopicPartition(topics.replays(), 0),
        IntStream.range(0, topics.slots())
            .mapToObj(slot -> new TopicPartition(topics.slotTable(), slot))
            .toList(),
        offsets,
        this::isStarted);
  }

  /**
   * Returns whether a slot record was committed. The record was committed if its replay has
   * started, because one transaction writes the slot records and the start event.
   */
  private boolean isStarted(ConsumerRecord<byte[], byte[]> placed) {
    var shard = ShardKey.parse(new String(placed.key(), StandardCharsets.UTF_8));
    var replay = replays.catchUp().replay(shard.replay());
    return replay != null && replay.startedAt() != null;
  }
}
