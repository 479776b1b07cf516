package io.reprise.archiver.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.archiver.topic.TopicConfig;
import io.reprise.archiver.work.SegmentSpooler.Reached;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentSpoolerTest {
  private static final PartitionId PARTITION = new PartitionId("orders", "an-id", 0);
  private static final Duration CUT_AGE = Duration.ofMinutes(10);
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  private final TestLog log = new TestLog(new TopicPartition("orders", 0));
  private Instant now = START;
  @TempDir private Path directory;
  private SegmentSpooler spooler;

  @BeforeEach
  void begin() {
    var config = new TopicConfig(null, null, null, null, CUT_AGE, null, List.of());
    var space = new SpoolSpace(directory, Long.MAX_VALUE);
    spooler = new SegmentSpooler(PARTITION, config, log.source(), space, new TestClock(), 1);
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

    // The log has 102 records more, which it does not deliver.
    assertThat(spool(1, 102)).isEqualTo(Reached.UNREADABLE);
    assertThat(spooler.spooled()).isEqualTo(new OffsetRange(0, 101));
  }

  @Test
  void keepsItsSegmentWhileKafkaCannotBeRead() {
    log.endsAt(150);
    log.stopAnsweringEnds();

    assertThat(spooler.run()).isEqualTo(Reached.UNREADABLE);
    assertThat(spooler.spooled()).isEqualTo(new OffsetRange(0, 100));
    assertThat(spooler.failure()).contains("no answer of broker 3");
  }

  @Test
  void cutsAnOldSegmentAlsoWhileKafkaCannotBeRead() {
    now = START.plus(CUT_AGE);
    log.stopAnsweringEnds();

    assertThat(spooler.run()).isEqualTo(Reached.SEGMENT_CUT);
  }

  /** Runs the spooler; the log delivers {@code records} records, and ends {@code ahead} later. */
  private Reached spool(int records, long ahead) {
    long from = spooler.spooled().to();
    log.endsAt(from + records + ahead);
    log.deliver(from, from + records);
    return spooler.run();
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
