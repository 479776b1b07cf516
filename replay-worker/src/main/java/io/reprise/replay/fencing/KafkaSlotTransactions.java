package io.reprise.replay.fencing;

import io.reprise.kafka.client.ProducerRole;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.failure.UncheckedPartitionException;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.UncheckedPartitions;
import io.reprise.replay.journal.UncheckedPartitionsHeader;
import io.reprise.replay.journal.WritablePartitionsHeader;
import io.reprise.replay.journal.WrittenPartitionsHeader;
import io.reprise.replay.target.WritablePartitions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Commits and aborts the transactions of one slot with a Kafka producer that has the slot's
 * transactional id.
 */
public final class KafkaSlotTransactions implements SlotTransactions {
  private static final Duration LINGER = Duration.ofMillis(5);
  private static final int BATCH_BYTES = 256 << 10;
  private static final long BUFFER_BYTES = 32L << 20;
  private static final int LARGEST_REQUEST_BYTES = 32 << 20;
  private static final long METRICS_WINDOW_MILLIS = 1_000;
  private static final String THROTTLE_METRIC = "produce-throttle-time-avg";

  private final KafkaProducer<byte[], byte[]> producer;
  private final ControlTopics topics;
  private final TransactionEnds ends;
  private final ProgressCopy progressCopy;
  private final int slot;
  private final WrittenPartitions written = new WrittenPartitions();
  private final Map<ShardKey, WritablePartitions> leases = new HashMap<>();
  private UncheckedPartitions unchecked = UncheckedPartitions.NONE;
  private PartitionCheck partitionCheck = (partitions, producerIds) -> Map.of();
  private long producerId = -1;
  private boolean open;

  /**
   * Fences the slot's former owner and aborts the transaction that it had open (step S2 of
   * docs/protocol.md).
   */
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
    this.producer =
        ProducerRole.transactional(clientSettings, topics.slotTransactionalId(slot), timeout)
            .lingering(LINGER)
            .largestRequest(LARGEST_REQUEST_BYTES)
            .with(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES)
            .with(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES)
            // So that the throttling that the metrics tell is that of the last seconds.
            .with(ProducerConfig.METRICS_SAMPLE_WINDOW_MS_CONFIG, METRICS_WINDOW_MILLIS)
            // The producer is closed after a few shards, so its metrics are not worth their cost.
            .withoutMetrics()
            .open();
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Ends the slot's transactions that hang in partitions other than the slot's own partition of
   * {@code reprise.progress}.
   */
  @FunctionalInterface
  public interface PartitionCheck {
    /**
     * Checks {@code partitions}, and ends the transactions of the slot that hang there. Returns the
     * partitions that could not be checked, with the error of each.
     *
     * @param producerIds the producer ids that the slot's transactional id is known to have had
     */
    Map<TopicPartition, RuntimeException> check(
        Set<TopicPartition> partitions, Set<Long> producerIds);
  }

  /**
   * Sets the partitions that could not be checked when the slot was taken over.
   *
   * @param check checks a partition again
   */
  public void leaveUnchecked(UncheckedPartitions partitions, PartitionCheck check) {
    unchecked = partitions;
    partitionCheck = check;
  }

  @Override
  public UncheckedPartitions unchecked() {
    return unchecked;
  }

  @Override
  public void check(Set<TopicPartition> partitions) {
    var failed = partitionCheck.check(partitions, unchecked.producerIds());
    unchecked =
        unchecked.without(partitions.stream().filter(tp -> !failed.containsKey(tp)).toList());
    var first = failed.entrySet().stream().findFirst();
    if (first.isPresent()) {
      throw new UncheckedPartitionException(
          ("a transaction of slot %d may hang in %s, which cannot be checked: %s; give the"
                  + " partition a leader, or end the transaction there with kafka-transactions.sh"
                  + " abort")
              .formatted(slot, first.get().getKey(), first.get().getValue().getMessage()),
          first.get().getValue());
    }
  }

  @Override
  public void claim(
      ShardProgress claimed, WritablePartitions writable, ConsumerGroupMetadata group) {
    leases.put(claimed.shard(), writable);
    producer.beginTransaction();
    sendProgress(claimed);
    sendProofOfMembership(group);
    producer.commitTransaction();
  }

  @Override
  public void claimEmpty(List<EmptyClaim> claims, ConsumerGroupMetadata group) {
    producer.beginTransaction();
    for (var claim : claims) {
      var shard = claim.claimed().shard();
      leases.put(shard, WritablePartitions.NONE);
      sendProgress(claim.claimed());
      sendProgress(claim.done());
      leases.remove(shard);
    }
    sendProofOfMembership(group);
    producer.commitTransaction();
  }

  @Override
  public void remove(List<ShardKey> keys, ConsumerGroupMetadata group) {
    producer.beginTransaction();
    for (var key : keys) {
      producer.send(record(key, null));
      leases.remove(key);
    }
    sendProofOfMembership(group);
    producer.commitTransaction();
  }

  private void sendProofOfMembership(ConsumerGroupMetadata group) {
    producer.sendOffsetsToTransaction(
        Map.of(new TopicPartition(topics.slotTable(), slot), new OffsetAndMetadata(0)), group);
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
      // The producer has reported the commit, but this does not prove it: a later owner of the slot
      // may have fenced this producer and aborted the transaction. Only a visible progress record
      // shows that the commit succeeded (step D4 of docs/protocol.md).
      progressCopy.awaitVisible(progress);
    }
    open = false;
  }

  private void sendProgress(ShardProgress progress) {
    var record = record(progress.shard(), ControlCodec.encode(progress));
    var writable = leases.get(progress.shard());
    if (writable != null) {
      record.headers().add(WritablePartitionsHeader.header(writable));
    }
    producer.send(record);
  }

  /**
   * Returns a record for the slot's partition of {@code reprise.progress}, with the headers that
   * name its written and unchecked partitions. Every record needs these headers, because the next
   * owner reads those of the newest record.
   */
  private ProducerRecord<byte[], byte[]> record(ShardKey key, byte @Nullable [] value) {
    var record =
        new ProducerRecord<byte[], byte[]>(
            topics.progress(), slot, key.toString().getBytes(StandardCharsets.UTF_8), value);
    if (unchecked.isEmpty()) {
      record.headers().add(WrittenPartitionsHeader.header(written.partitions()));
    } else {
      record.headers().add(WrittenPartitionsHeader.besideUnchecked(written.partitions()));
      record.headers().add(UncheckedPartitionsHeader.header(unchecked));
    }
    return record;
  }

  private void awaitEnd() {
    var all = written.partitions();
    all.add(new TopicPartition(topics.progress(), slot));
    producerId = ends.await(topics.slotTransactionalId(slot), all, producerId);
    written.clear();
  }

  @Override
  public Duration throttled() {
    return producer.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals(THROTTLE_METRIC))
        .map(metric -> metric.metricValue() instanceof Double millis ? millis : Double.NaN)
        .filter(millis -> millis > 0)
        .findFirst()
        .map(millis -> Duration.ofNanos((long) (millis * 1e6)))
        .orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
