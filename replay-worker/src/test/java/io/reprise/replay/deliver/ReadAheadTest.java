package io.reprise.replay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final ShardKey SHARD = new ShardKey("r", 3);
  private static final OffsetRange REST = new OffsetRange(100, 200);

  private final Reader reader = new Reader();
  private final ReadAhead ahead = new ReadAhead(SHARD, REST, reader);

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

  /** Covers half of the range at its first read. */
  private static final class Reader implements LogReader {
    private RuntimeException failure;
    private boolean closed;

    @Override
    public LogBatch read(Duration wait) {
      if (failure != null) {
        throw failure;
      }
      return new LogBatch(new OffsetRange(100, 150), java.util.List.of());
    }

    @Override
    public long position() {
      return 150;
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
