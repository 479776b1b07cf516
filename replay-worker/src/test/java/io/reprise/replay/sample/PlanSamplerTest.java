package io.reprise.replay.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.replay.select.RecordSelectors;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.transform.RecordTransforms;
import io.reprise.store.EventLog;
import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Samples of plans over a log in memory. Every tenth offset is a hole. */
class PlanSamplerTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Filter PAID = new Filter(null, List.of("user.paid"), null);

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong read = new AtomicLong();
  private LongPredicate isPaid = offset -> false;
  private int failing = -1;
  private int valueBytes = 10;

  private PlanSample sample(Filter filter, int shown, OffsetRange... ranges) {
    var sampler =
        new PlanSampler(new Log(), RecordSelectors.WITHOUT_SCHEMAS, RecordTransforms.NONE, LIMIT);
    return sampler.sample(plan(filter, ranges), shown);
  }

  private static Plan plan(Filter filter, OffsetRange... ranges) {
    var partitions = new ArrayList<PlannedPartition>();
    for (int i = 0; i < ranges.length; i++) {
      partitions.add(new PlannedPartition(i, ranges[i], 0, 0));
    }
    return Samples.of(
        filter, Samples.plan(1, Throttle.NONE).withRecordTimes(partitions, List.of()));
  }

  @Test
  void countsASmallPlanExactly() {
    isPaid = offset -> offset % 4 == 1;

    var sample = sample(PAID, 10, new OffsetRange(0, 1_000), new OffsetRange(0, 0));

    assertThat(sample.readOffsets()).isEqualTo(1_000);
    assertThat(sample.readRecords()).isEqualTo(900);
    assertThat(sample.matching()).isEqualTo(250);
    assertThat(sample.estimate()).isEqualTo(new MatchEstimate(250, 250, 250, true));
    assertThat(sample.unread()).isZero();
    assertThat(open).hasValue(0);
  }

  @Test
  void estimatesALargePlanFromABoundedNumberOfOffsets() {
    isPaid = offset -> offset % 4 == 1;
    var range = new OffsetRange(0, 100_000_000);

    var sample = sample(PAID, 10, range);

    assertThat(read.get()).isLessThanOrEqualTo(16_000);
    var estimate = sample.estimate();
    assertThat(estimate).isNotNull();
    assertThat(estimate.exact()).isFalse();
    assertThat(25_000_000L).isBetween(estimate.lowest(), estimate.highest());
    assertThat(estimate.highest() - estimate.lowest()).isLessThan(2_000_000);
  }

  @Test
  void showsRecordsOfBothKindsFromAsManyBlocksAsPossible() {
    isPaid = offset -> offset % 2 == 1;

    var sample = sample(PAID, 10, new OffsetRange(0, 50_000_000), new OffsetRange(0, 50_000_000));

    assertThat(sample.selected()).hasSize(10);
    assertThat(sample.others()).hasSize(10);
    assertThat(sample.selected()).allMatch(s -> isPaid.test(s.record().offset()));
    assertThat(sample.others()).noneMatch(s -> isPaid.test(s.record().offset()));
    assertThat(sample.selected().stream().map(s -> s.record().offset() / 100_000).distinct())
        .hasSize(10);
    assertThat(sample.selected().stream().map(s -> s.record().partition())).contains(0, 1);
  }

  @Test
  void boundsWhatIsRareFromAboveAlthoughTheSampleHasNone() {
    var sample = sample(PAID, 10, new OffsetRange(0, 32_000_000));

    assertThat(sample.selected()).isEmpty();
    assertThat(sample.estimate()).isEqualTo(new MatchEstimate(0, 0, 3_000_000, false));
  }

  @Test
  void leavesOutABlockThatCannotBeReadAndSaysSo() {
    failing = 1;
    isPaid = offset -> true;

    var sample = sample(PAID, 10, new OffsetRange(0, 100), new OffsetRange(0, 100));

    assertThat(sample.unread()).isOne();
    assertThat(sample.readOffsets()).isEqualTo(100);
    assertThat(sample.estimate()).isNotNull();
    assertThat(sample.estimate().exact()).isFalse();
    assertThat(open).hasValue(0);
  }

  @Test
  void hasNoEstimateIfNothingCouldBeRead() {
    failing = 0;

    assertThat(sample(PAID, 10, new OffsetRange(0, 100)).estimate()).isNull();
  }

  @Test
  void endsABlockByItsBytesAndKeepsNoLargeValue() {
    valueBytes = 100 << 10;

    var sample = sample(PAID, 10, new OffsetRange(1, 100));

    assertThat(sample.readRecords()).isEqualTo(3);
    assertThat(sample.readOffsets()).isEqualTo(3);
    assertThat(sample.others()).isEmpty();
    assertThat(sample.estimate()).isNotNull();
    assertThat(sample.estimate().exact()).isFalse();
  }

  @Test
  void countsRecordsForWhichTheExpressionHasNoResultAndSaysWhy() {
    var filter = new Filter(null, null, null, "headers.price == 'x'", null);

    var sample = sample(filter, 2, new OffsetRange(0, 100));

    assertThat(sample.undecided()).isEqualTo(90);
    assertThat(sample.others()).hasSize(2);
    assertThat(sample.others().get(0).fault()).contains("there is no key 'price'");
  }

  /** A log in which every tenth offset is a hole. Partition {@link #failing} cannot be read. */
  private final class Log implements EventLog {
    @Override
    public LogReader read(String topic, int partition, OffsetRange range, KeySelection keys) {
      if (partition == failing) {
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
      long end = Math.min(position + 64, range.to());
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      for (long offset = position; offset < end; offset++) {
        read.incrementAndGet();
        if (offset % 10 != 0) {
          records.add(record(offset));
        }
      }
      var covered = new OffsetRange(position, end);
      position = end;
      return new LogBatch(covered, records);
    }

    private ConsumerRecord<byte[], byte[]> record(long offset) {
      var headers = new RecordHeaders();
      headers.add("ce_type", (isPaid.test(offset) ? "user.paid" : "user.seen").getBytes(UTF_8));
      return new ConsumerRecord<>(
          "orders",
          partition,
          offset,
          0,
          TimestampType.CREATE_TIME,
          0,
          valueBytes,
          null,
          new byte[0],
          headers,
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
}
