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
 * The consumer of a stream thread. If the position of a partition is not in the log, the consumer
 * moves the position to the log's start, reports the move, and goes on reading. A standard consumer
 * would throw, and Kafka Streams would then end the thread, which folds other partitions too. Used
 * by one thread.
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
