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

/**
 * Fences the former coordinator by opening a Kafka producer with the coordinator's transactional
 * id.
 */
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
     * the replay has started.
     *
     * <p>The record may also be a tombstone, which removes a slot record of an expired replay. This
     * method returns true for a tombstone, because the replay has started. The answer is safe even
     * if the tombstone was not committed: the coordinator would then write it again.
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
              // A tombstone, which removes an event, has no value. Its transaction writes no slot
              // records.
              .filter(record -> record.value() != null)
              .map(record -> ControlCodec.decode(record.value(), EventRecord.class).replay())
              .collect(Collectors.toSet());
      return placed -> started.contains(replayOf(placed));
    }

    /**
     * Returns whether the transaction that is open in the replay topic has committed the offset of
     * the coordinators' group. The metadata of this offset names the event of the transaction that
     * committed the offset.
     *
     * <p>An offset that an older version of Reprise committed has no metadata, so nobody knows
     * which transaction committed it. This method then returns true, and the caller commits the
     * open transaction with its event. This is safe: if the coordinator reads the command of the
     * event again, it skips the command as already decided. To abort the event would not be safe:
     * the committed offset may be above the offset of the command, so that the command would never
     * be read again.
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
