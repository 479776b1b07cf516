package io.reprise.replay.coordinate;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.group.GroupOffsets;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.fencing.TransactionEnds;
import io.reprise.replay.fencing.TransactionFootprint;
import io.reprise.replay.fencing.TransactionWitness;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.journal.ReplayCopy;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
        Set.of(),
        new Witness());
  }

  private final class Witness implements TransactionWitness {

    /**
     * Returns whether a slot record was committed. A replay's slot records are written in the same
     * transaction as the event that starts the replay. Therefore the slot record was committed if
     * the replay has started. The same answer is safe for the removal of a slot record, which only
     * a replay that has expired has: if the removal was not committed, it is written again.
     */
    @Override
    public boolean isCommitted(ConsumerRecord<byte[], byte[]> placed) {
      var replay = replays.catchUp().replay(replayOf(placed));
      return replay != null && replay.startedAt() != null;
    }

    /**
     * Returns a condition that holds for the slot records of the replays to which the events {@code
     * own} belong. All slot records of a replay are written once, in the transaction of the event
     * that starts the replay.
     */
    @Override
    public Predicate<ConsumerRecord<byte[], byte[]>> partOf(
        List<ConsumerRecord<byte[], byte[]>> own) {
      var started =
          own.stream()
              // The removal of an event has no value, and its transaction writes no slot records.
              .filter(record -> record.value() != null)
              .map(record -> ControlCodec.decode(record.value(), EventRecord.class).replay())
              .collect(Collectors.toSet());
      return placed -> started.contains(replayOf(placed));
    }

    /**
     * Returns whether the transaction that is open in the replay topic has committed the group's
     * offset. The metadata of the committed offset names the event of the transaction that
     * committed it.
     *
     * <p>An offset that an older version committed has no metadata. This method then returns true,
     * so that the event is committed. If the command of the event is read again, it is skipped as
     * already decided. If the event was aborted instead, its command could be lost.
     */
    @Override
    public boolean hasCommittedOffsets(List<ConsumerRecord<byte[], byte[]>> own) {
      var offset =
          KafkaAnswer.of(
                  admin
                      .listConsumerGroupOffsets(topics.coordinatorGroup())
                      .partitionsToOffsetAndMetadata())
              .get(new TopicPartition(topics.commands(), 0));
      return offset != null
          && (offset.metadata().isEmpty()
              || own.stream().anyMatch(record -> text(record.key()).equals(offset.metadata())));
    }
  }

  private static String replayOf(ConsumerRecord<byte[], byte[]> placed) {
    return ShardKey.parse(text(placed.key())).replay();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
