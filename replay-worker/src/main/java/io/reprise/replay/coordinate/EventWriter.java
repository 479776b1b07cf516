package io.reprise.replay.coordinate;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.fencing.TransactionEnds;
import io.reprise.replay.fencing.WrittenPartitionsHeader;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.journal.SlotRecord;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The only writer of events and slot records, fenced by its transactional id. One call is one
 * transaction.
 *
 * <p>Threading: confined to the coordinator's thread. After any exception it is of no more use:
 * close it, and read the log to learn what was committed.
 */
final class EventWriter implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final ControlTopics topics;
  private final TransactionEnds ends;
  private final Set<TopicPartition> offsets;
  private final Supplier<ShardPlacement> placement;
  private long producerId = -1;

  /**
   * Fences every predecessor and aborts what it had open.
   *
   * @param offsets where the coordinator's group keeps its offsets, if that is known
   * @param placement asked when a replay starts, before the transaction
   */
  EventWriter(
      Map<String, Object> clientSettings,
      ControlTopics topics,
      TransactionEnds ends,
      Collection<TopicPartition> offsets,
      Supplier<ShardPlacement> placement) {
    this.topics = topics;
    this.ends = ends;
    this.offsets = Set.copyOf(offsets);
    this.placement = placement;
    var settings = new HashMap<>(clientSettings);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.coordinatorTransactionalId());
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8_000);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
    settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 250);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Commits an event together with how far the commands are decided; on return it shows everywhere.
   * The group's metadata makes a coordinator that is no longer a member fail here.
   */
  void write(
      EventRecord event, ReplayTable before, long nextCommandOffset, ConsumerGroupMetadata group) {
    var placed = placed(event, before);
    var others = new HashSet<>(offsets);
    placed.forEach(p -> others.add(new TopicPartition(p.topic(), p.partition())));
    var record =
        new ProducerRecord<>(topics.replays(), 0, bytes(event.key()), ControlCodec.encode(event));
    record.headers().add(WrittenPartitionsHeader.header(others));
    producer.beginTransaction();
    producer.send(record);
    placed.forEach(producer::send);
    sendCommandOffset(nextCommandOffset, group);
    producer.commitTransaction();
    others.add(new TopicPartition(topics.replays(), 0));
    awaitEnd(others);
  }

  /** Commits that a command was read and is of no effect. */
  void pass(long nextCommandOffset, ConsumerGroupMetadata group) {
    producer.beginTransaction();
    sendCommandOffset(nextCommandOffset, group);
    producer.commitTransaction();
    awaitEnd(offsets);
  }

  private void awaitEnd(Set<TopicPartition> partitions) {
    producerId = ends.await(topics.coordinatorTransactionalId(), partitions, producerId);
  }

  private void sendCommandOffset(long nextCommandOffset, ConsumerGroupMetadata group) {
    producer.sendOffsetsToTransaction(
        Map.of(new TopicPartition(topics.commands(), 0), new OffsetAndMetadata(nextCommandOffset)),
        group);
  }

  /** A replay that starts has its shards placed with it. */
  private List<ProducerRecord<byte[], byte[]>> placed(EventRecord event, ReplayTable before) {
    var replay = before.replay(event.replay());
    if (replay == null || !(event.event() instanceof ReplayEvent.Started)) {
      return List.of();
    }
    var order = placement.get();
    long placedBefore = ShardPlacement.placed(before);
    return replay.plan().shards().stream()
        .map(
            shard ->
                record(
                    new SlotRecord(
                        new ShardKey(replay.id(), shard.index()),
                        order.slotOf(placedBefore, shard.index()))))
        .toList();
  }

  private ProducerRecord<byte[], byte[]> record(SlotRecord placed) {
    return new ProducerRecord<>(
        topics.slotTable(),
        placed.slot(),
        bytes(placed.shard().toString()),
        ControlCodec.encode(placed));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
