package io.reprise.compactor.fold;

import io.reprise.store.OffsetRange;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer with which a stream thread reads the source topic. If Kafka does not have the offset
 * at which the consumer wants to read a partition, the consumer moves its position to the start of
 * the partition's log, reports the move, and reads from there. A standard consumer would throw an
 * exception. Kafka Streams would then end the thread, which folds other partitions too. Used by one
 * thread.
 */
final class FoldConsumer extends KafkaConsumer<byte[], byte[]> {
  private final Map<Integer, MovedPosition> moved;

  /**
   * Creates the consumer.
   *
   * @param moved receives each move, by partition, before the consumer returns an event that it
   *     read after the move
   */
  FoldConsumer(Map<String, Object> settings, Map<Integer, MovedPosition> moved) {
    super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.moved = moved;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    try {
      return super.poll(timeout);
    } catch (OffsetOutOfRangeException e) {
      move(e.offsetOutOfRangePartitions());
      return ConsumerRecords.empty();
    }
  }

  private void move(Map<TopicPartition, Long> positions) {
    var starts = beginningOffsets(positions.keySet());
    var ends = endOffsets(positions.keySet());
    positions.forEach(
        (partition, position) -> {
          long start = starts.getOrDefault(partition, 0L);
          var log = new OffsetRange(start, Math.max(start, ends.getOrDefault(partition, start)));
          moved.put(partition.partition(), new MovedPosition(position, log));
          seek(partition, start);
        });
  }
}
