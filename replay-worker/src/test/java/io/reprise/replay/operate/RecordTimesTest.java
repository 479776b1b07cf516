package io.reprise.replay.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.Throttle;
import io.reprise.store.EventLog;
import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Every planned range of these tests has the offsets [1000, 1100). */
class RecordTimesTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Timestamps in milliseconds by offset, by partition. An offset without an entry is a hole. */
  private final Map<Integer, NavigableMap<Long, Long>> partitions = new TreeMap<>();

  private final AtomicInteger open = new AtomicInteger();

  private Plan timed(int partitionCount, Duration limit) {
    return new RecordTimes(new Log(), limit).addTo(Samples.plan(partitionCount, Throttle.NONE));
  }

  private void record(int partition, long offset, long timestamp) {
    partitions.computeIfAbsent(partition, p -> new TreeMap<>()).put(offset, timestamp);
  }

  @Test
  void readsTheTimesOfTheRecordsWithTheLowestAndTheHighestOffset() {
    record(0, 999, 1);
    record(0, 1_000, 70);
    record(0, 1_050, 999);
    record(0, 1_099, 80);
    record(0, 1_100, 2);
    record(1, 1_000, 5);

    var plan = timed(2, LIMIT);

    assertThat(plan.partitions().get(0).firstRecordAt()).isEqualTo(Instant.ofEpochMilli(70));
    assertThat(plan.partitions().get(0).lastRecordAt()).isEqualTo(Instant.ofEpochMilli(80));
    assertThat(plan.partitions().get(1).firstRecordAt()).isEqualTo(Instant.ofEpochMilli(5));
    assertThat(plan.partitions().get(1).lastRecordAt()).isEqualTo(Instant.ofEpochMilli(5));
    assertThat(plan.notes()).isEmpty();
    assertThat(open).hasValue(0);
  }

  @Test
  void passesHolesAtBothEnds() {
    record(0, 1_003, 70);
    record(0, 1_007, 80);

    var planned = timed(1, LIMIT).partitions().get(0);

    assertThat(planned.firstRecordAt()).isEqualTo(Instant.ofEpochMilli(70));
    assertThat(planned.lastRecordAt()).isEqualTo(Instant.ofEpochMilli(80));
  }

  @Test
  void leavesOutTheTimesOfARangeWithoutRecordsAndOfRecordsWithoutTimestamp() {
    partitions.put(0, new TreeMap<>());
    record(1, 1_000, -1);

    var plan = timed(2, LIMIT);

    assertThat(plan.partitions()).allMatch(p -> p.firstRecordAt() == null);
    assertThat(plan.partitions()).allMatch(p -> p.lastRecordAt() == null);
    assertThat(plan.notes()).isEmpty();
  }

  @Test
  void keepsTheRestOfThePlan() {
    record(0, 1_000, 70);
    var plan = Samples.plan(1, Throttle.NONE);

    var timed = timed(1, LIMIT);

    assertThat(timed.hash()).isEqualTo(plan.hash());
    assertThat(timed.shards()).isEqualTo(plan.shards());
    assertThat(timed.partitions().get(0).withRecordTimes(null, null))
        .isEqualTo(plan.partitions().get(0));
  }

  @Test
  void notesThePartitionsWhoseLogFails() {
    record(0, 1_000, 70);

    var plan = timed(3, LIMIT);

    assertThat(plan.partitions().get(0).firstRecordAt()).isNotNull();
    assertThat(plan.partitions().get(1).firstRecordAt()).isNull();
    assertThat(plan.notes())
        .containsExactly(
            "the times of the first and last records of 2 partitions were not read in time");
  }

  @Test
  void endsAtTheLimitIfALogDoesNotAnswer() {
    var plan =
        new RecordTimes(new SilentLog(), Duration.ofMillis(20))
            .addTo(Samples.plan(2, Throttle.NONE));

    assertThat(plan.notes()).hasSize(1);
    assertThat(plan.partitions()).hasSize(2);
  }

  /** A log over {@link #partitions}. A partition that is not there fails. */
  private final class Log implements EventLog {
    @Override
    public LogReader read(String topic, int partition, OffsetRange range, KeySelection keys) {
      if (!partitions.containsKey(partition)) {
        throw new TimeoutException("no leader");
      }
      open.incrementAndGet();
      return new Reader(partition, range);
    }

    @Override
    public LogReader read(String topic, byte[] key, OffsetRange range) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  /** Reads ten offsets at a time. */
  private final class Reader implements LogReader {
    private final int partition;
    private final OffsetRange range;
    private long position;

    Reader(int partition, OffsetRange range) {
      this.partition = partition;
      this.range = range;
      this.position = range.from();
    }

    @Override
    public LogBatch read(Duration wait) {
      long end = Math.min(position + 10, range.to());
      var records =
          partitions.get(partition).subMap(position, end).entrySet().stream()
              .map(e -> record(e.getKey(), e.getValue()))
              .toList();
      var covered = new OffsetRange(position, end);
      position = end;
      return new LogBatch(covered, records);
    }

    private ConsumerRecord<byte[], byte[]> record(long offset, long timestamp) {
      return new ConsumerRecord<>(
          "orders",
          partition,
          offset,
          timestamp,
          TimestampType.CREATE_TIME,
          0,
          0,
          null,
          null,
          new RecordHeaders(),
          Optional.empty());
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void skipTo(long offset) {
      position = offset;
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  /** A log that answers no read before it is interrupted. */
  private static final class SilentLog implements EventLog {
    @Override
    public LogReader read(String topic, int partition, OffsetRange range, KeySelection keys) {
      try {
        new CountDownLatch(1).await();
        throw new AssertionError("this latch is never opened");
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }

    @Override
    public LogReader read(String topic, byte[] key, OffsetRange range) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
