package io.reprise.archiver.work;

import io.reprise.kafka.time.Ticker;
import io.reprise.store.kafka.KafkaReaderPool;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** A partition in memory with one consumer, for tests of what an archiver reads. */
final class TestLog {
  private final TopicPartition partition;
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final TestTicker ticker = new TestTicker();
  private final KafkaReaderPool readers = new KafkaReaderPool(this::opened, 1, ticker);
  private final CommittedEnds ends = new CommittedEnds(this::ends, ticker);
  private long end;
  private int consumers;
  private boolean answersEnds = true;

  TestLog(TopicPartition partition) {
    this.partition = partition;
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    endsAt(0);
  }

  /** A source that has read nothing, and knows of no records. */
  PartitionSource source() {
    return new PartitionSource(readers, ends.watch(partition, 0), 0);
  }

  KafkaReaderPool readers() {
    return readers;
  }

  /** How many consumers were opened. */
  int consumers() {
    return consumers;
  }

  /** Sets the committed end that Kafka reports from now on. */
  void endsAt(long offset) {
    end = offset;
    consumer.updateEndOffsets(Map.of(partition, offset));
    ticker.advance(Duration.ofSeconds(1));
  }

  /** Kafka answers no further requests for the committed end. */
  void stopAnsweringEnds() {
    answersEnds = false;
    ticker.advance(Duration.ofSeconds(1));
  }

  /** The next poll returns the records with these offsets. */
  void deliver(long from, long to) {
    consumer.schedulePollTask(
        () -> LongStream.range(from, to).mapToObj(this::record).forEach(consumer::addRecord));
  }

  /** The next poll fails. */
  void fail(KafkaException error) {
    consumer.schedulePollTask(() -> consumer.setPollException(error));
  }

  private ConsumerRecord<byte[], byte[]> record(long offset) {
    return new ConsumerRecord<>(
        partition.topic(), partition.partition(), offset, new byte[] {1}, new byte[] {2});
  }

  private MockConsumer<byte[], byte[]> opened() {
    consumers++;
    return consumer;
  }

  private Map<TopicPartition, CompletionStage<Long>> ends(Set<TopicPartition> asked) {
    return asked.stream().collect(Collectors.toMap(p -> p, p -> answer()));
  }

  private CompletionStage<Long> answer() {
    return answersEnds
        ? CompletableFuture.completedFuture(end)
        : CompletableFuture.failedFuture(new TimeoutException("no answer of broker 3"));
  }

  private static final class TestTicker implements Ticker {
    private long nanos;

    void advance(Duration time) {
      nanos += time.toNanos();
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleep(Duration time) {
      advance(time);
    }
  }
}
