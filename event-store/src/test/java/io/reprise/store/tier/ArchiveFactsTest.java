package io.reprise.store.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.reprise.kafka.time.Deadline;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveFixture;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.read.ArchiveCatalog;
import io.reprise.store.archive.read.ArchiveQueries;
import io.reprise.store.archive.read.ArchiveUnreachableException;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.archive.read.SegmentSource;
import io.reprise.store.object.store.ForwardingStore;
import io.reprise.store.object.store.MemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the archives of several partitions; the archive of some of them does not answer. */
class ArchiveFactsTest {
  private static final int PARTITIONS = 3;
  private static final OffsetRange RANGE = new OffsetRange(0, 10);

  @TempDir Path directory;

  private final CountDownLatch never = new CountDownLatch(1);
  private Predicate<String> isSilent = name -> false;
  private final Map<PartitionId, OffsetRange> ranges = new HashMap<>();
  private SegmentSource source;
  private ArchiveFacts facts;

  /** Partition n has ten records, whose timestamps are from 1000 * n + 1 on. */
  @BeforeEach
  void archive() {
    var memory = new MemoryObjectStore();
    for (int p = 0; p < PARTITIONS; p++) {
      new ArchiveFixture(memory, id(p), directory).add(RANGE, records(p));
      ranges.put(id(p), RANGE);
    }
    var store =
        new ForwardingStore(memory) {
          @Override
          public Optional<byte[]> find(String name) {
            if (isSilent.test(name)) {
              waitForever();
            }
            return super.find(name);
          }
        };
    source = new SegmentSource(store, new CacheConfig(64, null, null));
    facts =
        new ArchiveFacts(new ArchiveCatalog(store, System::nanoTime), new ArchiveQueries(source));
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void findsThePartitionsThatBeginBeforeAnInstant() {
    assertThat(facts.beginningBefore(ranges, Instant.ofEpochMilli(1_002), soon()))
        .isEqualTo(Set.of(id(0), id(1)));
  }

  @Test
  void findsThePartitionsThatReachAnInstant() {
    assertThat(facts.reaching(ranges, Instant.ofEpochMilli(1_002), soon()))
        .isEqualTo(Set.of(id(1), id(2)));
  }

  @Test
  void questionsAboutTimestampsEndTogetherAtTheDeadlineOfThePlan() {
    isSilent = name -> true;
    var deadline = Deadline.after(Duration.ofMillis(500));

    assertNamesSilent(
        "partitions 0, 1, 2,",
        () -> facts.beginningBefore(ranges, Instant.ofEpochMilli(5_000), deadline));
    assertNamesSilent(
        "partitions 0, 1, 2,", () -> facts.reaching(ranges, Instant.ofEpochMilli(1), deadline));
  }

  @Test
  void namesOnlyThePartitionWhoseArchiveDoesNotAnswer() {
    isSilent = name -> name.contains("/p00001/");

    assertNamesSilent(
        "partition 1,",
        () ->
            facts.beginningBefore(
                ranges, Instant.ofEpochMilli(5_000), Deadline.after(Duration.ofSeconds(2))));
  }

  private static void assertNamesSilent(String partitions, ThrowingCallable question) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(question)
                .isInstanceOf(ArchiveUnreachableException.class)
                .hasMessageContaining("the archive of topic 'orders' did not answer within ")
                .hasMessageContaining(" s for " + partitions));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20));
  }

  private static PartitionId id(int partition) {
    return new PartitionId("orders", "AAAAAAAAAAAAAAAAAAAAAQ", partition);
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(int partition) {
    var key = "user".getBytes(StandardCharsets.UTF_8);
    return LongStream.range(RANGE.from(), RANGE.to())
        .mapToObj(
            offset ->
                new ConsumerRecord<>(
                    "orders",
                    partition,
                    offset,
                    1_000L * partition + 1 + offset,
                    TimestampType.CREATE_TIME,
                    key.length,
                    0,
                    key,
                    new byte[0],
                    new RecordHeaders(),
                    Optional.empty()))
        .toList();
  }

  private void waitForever() {
    try {
      never.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
