package io.reprise.replay.fencing;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ProgressCopy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The transactions of one slot, by a Kafka producer with the slot's transactional id. */
public final class KafkaSlotTransactions implements SlotTransactions {
  private final KafkaProducer<byte[], byte[]> producer;
  private final ControlTopics topics;
  private final TransactionEnds ends;
  private final ProgressCopy progressCopy;
  private final int slot;
  private final WrittenPartitions written = new WrittenPartitions();
  private long producerId = -1;
  private boolean open;

  /** Fences the slot's former owner and aborts what it had open (S2). */
  public KafkaSlotTransactions(
      Map<String, Object> clientSettings,
      ControlTopics topics,
      TransactionEnds ends,
      ProgressCopy progressCopy,
      int slot,
      Duration timeout) {
    this.topics = topics;
    this.ends = ends;
    this.progressCopy = progressCopy;
    this.slot = slot;
    var settings = new HashMap<>(clientSettings);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.slotTransactionalId(slot));
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) timeout.toMillis());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout.toMillis());
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis() / 2);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L << 20);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 32 << 20);
    settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250);
    // With Kafka's 100 ms, initTransactions and a producer's first sendOffsetsToTransaction take
    // about 120 ms each, even of an idle broker; with 10 ms, about 25.
    settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
    settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 250);
    // It lives for a few shards. An MBean for each of its metrics costs more than it tells.
    settings.putIfAbsent(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    settings.putIfAbsent(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public void claim(ShardProgress claimed, ConsumerGroupMetadata group) {
    producer.beginTransaction();
    sendProgress(claimed);
    producer.sendOffsetsToTransaction(
        Map.of(new TopicPartition(topics.slotTable(), slot), new OffsetAndMetadata(0)), group);
    producer.commitTransaction();
  }

  @Override
  public void begin() {
    producer.beginTransaction();
    open = true;
  }

  @Override
  public void abort() {
    if (open) {
      producer.abortTransaction();
      if (!written.isEmpty()) {
        awaitEnd();
      }
      open = false;
    }
  }

  @Override
  public void send(ProducerRecord<byte[], byte[]> record) {
    written.add(record.topic(), record.partition());
    producer.send(record);
  }

  @Override
  public void commit(ShardProgress progress) {
    sendProgress(progress);
    producer.commitTransaction();
    if (!written.isEmpty()) {
      awaitEnd();
      // It may have ended as a late owner of the slot saw fit, who has fenced us then.
      progressCopy.awaitVisible(progress);
    }
    open = false;
  }

  private void sendProgress(ShardProgress progress) {
    var record =
        new ProducerRecord<>(
            topics.progress(),
            slot,
            progress.shard().toString().getBytes(StandardCharsets.UTF_8),
            ControlCodec.encode(progress));
    record.headers().add(WrittenPartitionsHeader.header(written.partitions()));
    producer.send(record);
  }

  private void awaitEnd() {
    var all = written.partitions();
    all.add(new TopicPartition(topics.progress(), slot));
    producerId = ends.await(topics.slotTransactionalId(slot), all, producerId);
    written.clear();
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
