package io.reprise.replay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final ShardKey SHARD = new ShardKey("r", 3);
  private static final OffsetRange REST = new OffsetRange(100, 200);

  private final Reader reader = new Reader();
  private final ReadAhead ahead = new ReadAhead(SHARD, REST, reader, Ticker.SYSTEM);

  @Test
  void fitsTheShardItWasOpenedForWhereItGoesOn() {
    ahead.fetch();

    assertThat(ahead.fits(SHARD, REST)).isTrue();
    assertThat(ahead.first().covered()).isEqualTo(new OffsetRange(100, 150));
  }

  @Test
  void doesNotFitOnceTheShardGoesOnElsewhere() {
    ahead.fetch();

    assertThat(ahead.fits(SHARD, new OffsetRange(120, 200))).isFalse();
    assertThat(ahead.fits(new ShardKey("r", 4), REST)).isFalse();
  }

  @Test
  void isBarrenWhenAllOfItWasPassedOver() {
    reader.steps.add(passed(150, 200));

    ahead.fetch();

    assertThat(ahead.isBarren()).isTrue();
    assertThat(ahead.first().covered()).isEqualTo(REST);
    assertThat(ahead.first().passed())
        .containsExactly(new OffsetRange(100, 150), new OffsetRange(150, 200));
  }

  @Test
  void isNotBarrenWhenThereIsARecord() {
    var record = new ConsumerRecord<>("orders", 0, 199, new byte[1], new byte[1]);
    reader.steps.add(
        new LogBatch(
            new OffsetRange(150, 200), List.of(record), List.of(new OffsetRange(150, 199))));

    ahead.fetch();

    assertThat(ahead.isBarren()).isFalse();
    assertThat(ahead.first().records()).containsExactly(record);
  }

  @Test
  void isNotBarrenWhileSomeOfItIsStillToBeRead() {
    ahead.fetch();

    assertThat(ahead.isBarren()).isFalse();
  }

  private static LogBatch passed(long from, long to) {
    var range = new OffsetRange(from, to);
    return new LogBatch(range, List.of(), List.of(range));
  }

  @Test
  void leavesWhatIsWrongWithTheLogToTheDelivery() {
    reader.failure = new OffsetNotInLogException("orders", 0, 100, new OffsetRange(110, 200));

    ahead.fetch();

    assertThat(ahead.fits(SHARD, REST)).isFalse();
  }

  @Test
  void closesTheReaderThatNobodyTookOver() {
    ahead.close();

    assertThat(reader.closed).isTrue();
  }

  @Test
  void leavesAReaderThatWasTakenOverOpen() {
    assertThat(ahead.takeOver()).isSameAs(reader);

    ahead.close();

    assertThat(reader.closed).isFalse();
  }

  /** Passes over half of the range at its first read, and then what it was told. */
  private static final class Reader implements LogReader {
    private final Deque<LogBatch> steps = new ArrayDeque<>(List.of(passed(100, 150)));
    private long position = 100;
    private RuntimeException failure;
    private boolean closed;

    @Override
    public LogBatch read(Duration wait) {
      if (failure != null) {
        throw failure;
      }
      if (steps.isEmpty()) {
        LockSupport.parkNanos(wait.toNanos());
        return LogBatch.nothingAt(position);
      }
      var step = steps.remove();
      position = step.position();
      return step;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void skipTo(long offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
