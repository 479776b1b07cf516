package io.reprise.archiver.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.archiver.topic.TopicConfig;
import io.reprise.archiver.work.SegmentSpooler.Reached;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentSpoolerTest {
  private static final PartitionId PARTITION = new PartitionId("orders", "an-id", 0);
  private static final Duration CUT_AGE = Duration.ofMinutes(10);
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  private final Reader reader = new Reader();
  private Instant now = START;
  @TempDir private Path directory;
  private SegmentSpooler spooler;

  @BeforeEach
  void begin() {
    var config = new TopicConfig(null, null, null, null, CUT_AGE, null, List.of());
    var space = new SpoolSpace(directory, Long.MAX_VALUE);
    spooler = new SegmentSpooler(PARTITION, config, reader, space, new TestClock(), 1);
    spool(100, 0);
  }

  @AfterEach
  void end() {
    spooler.close();
  }

  @Test
  void cutsAnOldSegmentThoughMoreKeepsComing() {
    now = START.plus(CUT_AGE);

    assertThat(spool(1, 101)).isEqualTo(Reached.SEGMENT_CUT);
  }

  @Test
  void cutsAnOldSegmentWhenNothingMoreComes() {
    now = START.plus(CUT_AGE);

    assertThat(spooler.run()).isEqualTo(Reached.SEGMENT_CUT);
  }

  @Test
  void leavesAYoungSegmentOpen() {
    now = START.plus(CUT_AGE).minusMillis(1);

    assertThat(spool(1, 0)).isEqualTo(Reached.LOG_END);
  }

  @Test
  void leavesAnOldSegmentOpenWhileMoreThanItHoldsIsStillToBeRead() {
    now = START.plus(CUT_AGE);

    assertThat(spool(1, 102)).isEqualTo(Reached.LOG_END);
  }

  private Reached spool(int records, long ahead) {
    reader.records = records;
    reader.ahead = ahead;
    return spooler.run();
  }

  /** Returns {@code records} records once, and none after that. */
  private static final class Reader implements LogReader {
    private long position;
    private int records;
    private long ahead;

    @Override
    public LogBatch read(Duration wait) {
      var covered = new OffsetRange(position, position + records);
      position = covered.to();
      records = 0;
      return new LogBatch(
          covered,
          LongStream.range(covered.from(), covered.to()).mapToObj(Reader::record).toList());
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
      return new ConsumerRecord<>(
          PARTITION.topic(), PARTITION.partition(), offset, new byte[] {1}, new byte[] {2});
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public long ahead() {
      return ahead;
    }

    @Override
    public void skipTo(long offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private final class TestClock extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
