package io.reprise.store.kafka;

import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** Reads an offset range of a partition from Kafka. Each reader has its own consumer. */
final class KafkaLogReader implements LogReader {
  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final OffsetRange range;
  private long position;

  KafkaLogReader(Consumer<byte[], byte[]> consumer, TopicPartition partition, OffsetRange range) {
    this.consumer = consumer;
    this.partition = partition;
    this.range = range;
    this.position = range.from();
    consumer.assign(List.of(partition));
    consumer.seek(partition, position);
  }

  @Override
  public LogBatch read(Duration wait) {
    if (position == range.to()) {
      return LogBatch.nothingAt(position);
    }
    var records = poll(wait);
    long reached = Math.min(consumer.position(partition), range.to());
    var covered = new OffsetRange(position, reached);
    position = reached;
    return new LogBatch(covered, upTo(reached, records));
  }

  private List<ConsumerRecord<byte[], byte[]>> poll(Duration wait) {
    try {
      return consumer.poll(wait).records(partition);
    } catch (OffsetOutOfRangeException e) {
      var tp = List.of(partition);
      var log =
          new OffsetRange(
              consumer.beginningOffsets(tp).getOrDefault(partition, 0L),
              consumer.endOffsets(tp).getOrDefault(partition, 0L));
      throw new OffsetNotInLogException(partition.topic(), partition.partition(), position, log);
    }
  }

  /**
   * Returns the records whose offsets are below {@code end}. The last fetch of a range usually
   * returns records beyond the range's end, too.
   */
  private static List<ConsumerRecord<byte[], byte[]>> upTo(
      long end, List<ConsumerRecord<byte[], byte[]>> records) {
    int size = records.size();
    while (size > 0 && records.get(size - 1).offset() >= end) {
      size--;
    }
    return records.subList(0, size);
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long ahead() {
    return Math.min(consumer.currentLag(partition).orElse(0), range.to() - position);
  }

  @Override
  public void skipTo(long offset) {
    if (offset < position || offset > range.to()) {
      throw new IllegalArgumentException(
          "cannot skip to " + offset + " from " + position + " inside " + range);
    }
    position = offset;
    consumer.seek(partition, offset);
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
