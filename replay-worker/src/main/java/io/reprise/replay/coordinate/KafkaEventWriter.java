package io.reprise.replay.coordinate;

import io.reprise.kafka.client.ProducerRole;
import io.reprise.replay.fencing.TransactionEnds;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.EventKey;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.journal.SlotRecord;
import io.reprise.replay.journal.WrittenPartitionsHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Writes events with a Kafka producer whose transactional id fences every former coordinator. */
final class KafkaEventWriter implements EventWriter {
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(8);
  private static final int LARGEST_REQUEST_BYTES = 16 << 20;

  private static final String PASSED = "passed";

  private final KafkaProducer<byte[], byte[]> producer;
  private final ControlTopics topics;
  private final TransactionEnds ends;
  private final Set<TopicPartition> offsets;
  private long producerId = -1;

  /**
   * Fences every former coordinator and aborts the transaction that a former coordinator had open.
   *
   * @param offsets the partition of {@code __consumer_offsets} that has the offsets of the
   *     coordinators' group; empty if unknown
   */
  KafkaEventWriter(
      Map<String, Object> clientSettings,
      ControlTopics topics,
      TransactionEnds ends,
      Collection<TopicPartition> offsets) {
    this.topics = topics;
    this.ends = ends;
    this.offsets = Set.copyOf(offsets);
    this.producer =
        ProducerRole.transactional(
                clientSettings, topics.coordinatorTransactionalId(), TRANSACTION_TIMEOUT)
            .with(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_LIMIT.toMillis())
            .lingering(Duration.ZERO)
            .largestRequest(LARGEST_REQUEST_BYTES)
            .open();
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public void write(
      EventRecord event,
      List<SlotRecord> shards,
      long nextCommandOffset,
      ConsumerGroupMetadata group) {
    var placed = shards.stream().map(this::record).toList();
    var others = new HashSet<>(offsets);
    placed.forEach(p -> others.add(new TopicPartition(p.topic(), p.partition())));
    var record =
        new ProducerRecord<>(topics.replays(), 0, bytes(event.key()), ControlCodec.encode(event));
    record.headers().add(WrittenPartitionsHeader.header(others));
    producer.beginTransaction();
    producer.send(record);
    placed.forEach(producer::send);
    sendCommandOffset(nextCommandOffset, event.key(), group);
    producer.commitTransaction();
    others.add(new TopicPartition(topics.replays(), 0));
    awaitEnd(others);
  }

  @Override
  public void removeSlotRecords(
      List<SlotRecord> placed, long nextCommandOffset, ConsumerGroupMetadata group) {
    var written = new HashSet<>(offsets);
    producer.beginTransaction();
    for (var record : placed) {
      producer.send(
          new ProducerRecord<>(
              topics.slotTable(), record.slot(), bytes(record.shard().toString()), null));
      written.add(new TopicPartition(topics.slotTable(), record.slot()));
    }
    sendCommandOffset(nextCommandOffset, PASSED, group);
    producer.commitTransaction();
    awaitEnd(written);
  }

  @Override
  public void removeEvents(
      List<EventKey> newestFirst, long nextCommandOffset, ConsumerGroupMetadata group) {
    producer.beginTransaction();
    for (var event : newestFirst) {
      var tombstone =
          new ProducerRecord<byte[], byte[]>(topics.replays(), 0, bytes(event.toString()), null);
      tombstone.headers().add(WrittenPartitionsHeader.header(offsets));
      producer.send(tombstone);
    }
    sendCommandOffset(nextCommandOffset, newestFirst.get(0).toString(), group);
    producer.commitTransaction();
    var written = new HashSet<>(offsets);
    written.add(new TopicPartition(topics.replays(), 0));
    awaitEnd(written);
  }

  @Override
  public void pass(long nextCommandOffset, ConsumerGroupMetadata group) {
    producer.beginTransaction();
    sendCommandOffset(nextCommandOffset, PASSED, group);
    producer.commitTransaction();
    awaitEnd(offsets);
  }

  private void awaitEnd(Set<TopicPartition> partitions) {
    producerId = ends.await(topics.coordinatorTransactionalId(), partitions, producerId);
  }

  /**
   * Adds the offset of the next command to the open transaction. The metadata of the offset names
   * the event of the transaction. If the transaction then hangs in the replay topic, the next
   * coordinator reads the metadata to learn whether the transaction was committed.
   */
  private void sendCommandOffset(
      long nextCommandOffset, String metadata, ConsumerGroupMetadata group) {
    producer.sendOffsetsToTransaction(
        Map.of(
            new TopicPartition(topics.commands(), 0),
            new OffsetAndMetadata(nextCommandOffset, metadata)),
        group);
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
