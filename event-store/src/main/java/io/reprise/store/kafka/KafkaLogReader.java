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
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** Reads an offset range of a partition from Kafka, with one consumer. */
final class KafkaLogReader implements LogReader {
  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final OffsetRange range;
  private OffsetAndMetadata next;

  /**
   * Creates a reader of a consumer that is assigned to {@code partition} and positioned at {@code
   * next}.
   *
   * @param next start of the reads, with the leader epoch of the batch before it if that is known
   * @param end end of the reads, exclusive
   */
  private KafkaLogReader(
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      OffsetAndMetadata next,
      long end) {
    this.consumer = consumer;
    this.partition = partition;
    this.range = new OffsetRange(next.offset(), end);
    this.next = next;
  }

  /** Assigns the consumer to the partition and opens a reader over {@code range}. */
  static KafkaLogReader open(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, OffsetRange range) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, range.from());
    var next = new OffsetAndMetadata(range.from());
    return new KafkaLogReader(consumer, partition, next, range.to());
  }

  /**
   * Assigns the consumer to the partition and opens a reader without an end. If {@code from} has a
   * leader epoch, the consumer first asks the partition's leader whether its log still has the
   * records before {@code from}. A read throws {@link OffsetNotInLogException} if an unclean leader
   * election has replaced them (KIP-320).
   */
  static KafkaLogReader openAt(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, OffsetAndMetadata from) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    return continueAt(consumer, partition, from);
  }

  /**
   * Opens a reader without an end over a consumer that another reader has left at {@code from}. The
   * records that the consumer has fetched already are kept.
   */
  static KafkaLogReader continueAt(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, OffsetAndMetadata from) {
    return new KafkaLogReader(consumer, partition, from, Long.MAX_VALUE);
  }

  @Override
  public LogBatch read(Duration wait) {
    long from = position();
    if (from == range.to()) {
      return LogBatch.nothingAt(from);
    }
    var polled = poll(wait);
    // The consumer reports its position only for a partition whose position this poll has moved. A
    // question for the position could block: after a change of the partition's leader the consumer
    // first validates its position.
    next = polled.nextOffsets().getOrDefault(partition, next);
    return new LogBatch(new OffsetRange(from, position()), upTo(position(), polled));
  }

  private ConsumerRecords<byte[], byte[]> poll(Duration wait) {
    try {
      return consumer.poll(wait);
    } catch (OffsetOutOfRangeException e) {
      var tp = List.of(partition);
      var log =
          new OffsetRange(
              consumer.beginningOffsets(tp).getOrDefault(partition, 0L),
              consumer.endOffsets(tp).getOrDefault(partition, 0L));
      throw new OffsetNotInLogException(partition.topic(), partition.partition(), position(), log);
    }
  }

  /**
   * Returns the records whose offsets are below {@code end}. The last fetch of a range usually
   * returns records beyond the range's end, too.
   */
  private List<ConsumerRecord<byte[], byte[]>> upTo(
      long end, ConsumerRecords<byte[], byte[]> polled) {
    var records = polled.records(partition);
    int size = records.size();
    while (size > 0 && records.get(size - 1).offset() >= end) {
      size--;
    }
    return records.subList(0, size);
  }

  @Override
  public long position() {
    return Math.min(next.offset(), range.to());
  }

  /**
   * Returns the offset at which the consumer's next read continues, with the leader epoch of the
   * batch before it.
   */
  OffsetAndMetadata next() {
    return next;
  }

  @Override
  public long ahead() {
    return Math.min(consumer.currentLag(partition).orElse(0), range.to() - position());
  }

  @Override
  public void skipTo(long offset) {
    if (offset < position() || offset > range.to()) {
      throw new IllegalArgumentException(
          "cannot skip to " + offset + " from " + position() + " inside " + range);
    }
    next = new OffsetAndMetadata(offset);
    consumer.seek(partition, offset);
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }
}
