package io.reprise.store.archive.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.reprise.kafka.time.Deadline;
import io.reprise.store.KeySelection;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveFixture;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.SegmentName;
import io.reprise.store.archive.log.ArchiveOp;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.read.ReadCosts.ColdRange;
import io.reprise.store.archive.read.ReadCosts.Cost;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.object.store.ForwardingStore;
import io.reprise.store.object.store.MemoryObjectStore;
import io.reprise.store.object.store.ObjectStoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the cost of reading archived ranges, and how many requests it takes to know that cost.
 *
 * <p>Shows guarantees 4, 15 and 17 of docs/liveness.md.
 */
class ReadCostsTest {
  private static final PartitionId ID = new PartitionId("orders", "AAAAAAAAAAAAAAAAAAAAAQ", 0);
  private static final int SEGMENTS = 60;
  private static final int LENGTH = 50;
  private static final long END = SEGMENTS * LENGTH;
  private static final int KEYS = 40;
  private static final int SEGMENTS_IN_MANIFESTS = 1_700;

  /** Fewer than the 13 manifests of these segments: some of them may be read one after another. */
  private static final int MANIFESTS_TOGETHER = 8;

  private static final List<ColdRange> IN_MANIFESTS =
      List.of(
          new ColdRange(
              new PartitionId("orders", "AAAAAAAAAAAAAAAAAAAAAQ", 1),
              new OffsetRange(0, SEGMENTS_IN_MANIFESTS * LENGTH)));
  private static final KeySelection ONE_KEY = KeySelection.of(List.of(SeededRecords.key(3)));

  @TempDir Path directory;

  private final MemoryObjectStore memory = new MemoryObjectStore();
  private final AtomicInteger requests = new AtomicInteger();
  private Consumer<String> onRequest = name -> {};
  private List<ConsumerRecord<byte[], byte[]>> records = List.of();
  private final List<SegmentFacts> segments = new ArrayList<>();
  private SegmentSource source;
  private ReadCosts costs;

  @BeforeEach
  void archiveManySegments() {
    records = new SeededRecords(7, KEYS, 100).upTo(END);
    var archive = new ArchiveFixture(memory, ID, directory);
    for (long from = 0; from < END; from += LENGTH) {
      segments.add(archive.add(new OffsetRange(from, from + LENGTH), records));
    }
    open();
  }

  /** Opens a reader that has cached nothing. */
  private void open() {
    var store =
        new ForwardingStore(memory) {
          @Override
          public Optional<byte[]> find(String name) {
            requests.incrementAndGet();
            onRequest.accept(name);
            return super.find(name);
          }
        };
    source = new SegmentSource(store, new CacheConfig(64, null, null));
    costs = new ReadCosts(new ArchiveCatalog(store, System::nanoTime), source);
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void aRangeOfManySegmentsTakesAsManyRequestsAsARangeOfTwo() {
    cost(new OffsetRange(10, 60), KeySelection.ALL);
    int shortRange = requests.getAndSet(0);
    open();

    cost(new OffsetRange(10, END - 10), KeySelection.ALL);

    assertThat(requests.get()).isEqualTo(shortRange);
  }

  @Test
  void aRangeOfWholeSegmentsReadsNoIndex() {
    var indexes = new AtomicInteger();
    onRequest = name -> indexes.addAndGet(isIndex(name) ? 1 : 0);

    cost(new OffsetRange(LENGTH, END - LENGTH), KeySelection.ALL);

    assertThat(indexes.get()).isZero();
  }

  @Test
  void countsTheRecordsOfAnyRangeExactly() {
    var random = new Random(5);
    for (int i = 0; i < 40; i++) {
      long from = random.nextInt((int) END);
      var range = new OffsetRange(from, from + 1 + random.nextInt((int) (END - from)));
      long expected = records.stream().filter(r -> range.contains(r.offset())).count();

      assertThat(cost(range, KeySelection.ALL).records()).isEqualTo(expected);
      assertThat(cost(range, ONE_KEY).records()).isEqualTo(expected);
    }
  }

  @Test
  void countsTheBytesOfWholeSegmentsAndOneGetForIndexAndDataOfEach() {
    var cost = cost(new OffsetRange(0, END), KeySelection.ALL);

    assertThat(cost.bytes()).isEqualTo(segments.stream().mapToLong(SegmentFacts::bytes).sum());
    assertThat(cost.opened()).isEqualTo(cost.bytes());
    assertThat(cost.gets()).isEqualTo(2 * SEGMENTS);
    assertThat(cost.unanswered()).isZero();
  }

  @Test
  void countsOnlyWhatAKeyOpens() {
    var nobody = KeySelection.of(List.of(SeededRecords.key(9_999)));

    var cost = cost(new OffsetRange(0, END), nobody);

    assertThat(cost.bytes()).isEqualTo(segments.stream().mapToLong(SegmentFacts::bytes).sum());
    assertThat(cost.opened()).isLessThan(cost.bytes() / 10);
    assertThat(cost.gets()).isBetween((long) SEGMENTS, SEGMENTS + 6L);
  }

  @Test
  void readsThirtyTwoIndexesAtATimeForKeys() {
    var together = new CountDownLatch(32);
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    onRequest =
        name -> {
          if (isIndex(name)) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            together.countDown();
            await(together, Duration.ofSeconds(10));
            now.decrementAndGet();
          }
        };

    cost(new OffsetRange(0, END), ONE_KEY);

    assertThat(most.get()).isEqualTo(32);
  }

  @Test
  void countsSegmentsWholeWhoseIndexDoesNotArriveInTime() {
    var never = new CountDownLatch(1);
    onRequest =
        name -> {
          if (isIndex(name)) {
            await(never, Duration.ofMinutes(1));
          }
        };

    var cost = costs.of(whole(), ONE_KEY, Deadline.after(Duration.ofSeconds(3)));

    assertThat(cost.unanswered()).isEqualTo(SEGMENTS);
    assertThat(cost.opened()).isEqualTo(cost.bytes());
  }

  @Test
  void namesThePartitionWhoseCommitLogDoesNotAnswerInTime() {
    var never = new CountDownLatch(1);
    onRequest = name -> await(never, Duration.ofMinutes(1));

    assertThatThrownBy(
            () -> costs.of(whole(), KeySelection.ALL, Deadline.after(Duration.ofMillis(300))))
        .isInstanceOf(ArchiveUnreachableException.class)
        .hasMessageContaining(
            "the archive of topic 'orders' did not answer within 1 s for partition 0,")
        .hasMessageContaining("choose a range that begins at Kafka's log start or later");
  }

  @Test
  void readsManifestsForKeysAtTheSameTime() {
    archiveManifests();
    var together = new CountDownLatch(MANIFESTS_TOGETHER);
    onRequest =
        name -> {
          if (isIndex(name)) {
            await(together, Duration.ofSeconds(10));
            throw ObjectStoreException.retriable("the segments of this archive do not exist", null);
          }
          if (isManifest(name)) {
            together.countDown();
            await(together, Duration.ofSeconds(10));
          }
        };

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> costs.of(IN_MANIFESTS, ONE_KEY, soon()))
                .isInstanceOf(ArchiveUnreachableException.class));

    assertThat(together.getCount()).isZero();
  }

  @Test
  void countsSegmentsWholeWhoseManifestDoesNotArriveInTime() {
    archiveManifests();
    var never = new CountDownLatch(1);
    onRequest =
        name -> {
          if (isIndex(name) || isManifest(name)) {
            await(never, Duration.ofMinutes(1));
          }
        };

    var cost =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> costs.of(IN_MANIFESTS, ONE_KEY, Deadline.after(Duration.ofSeconds(2))));

    assertThat(cost.unanswered()).isEqualTo(SEGMENTS_IN_MANIFESTS);
    assertThat(cost.opened()).isEqualTo(cost.bytes());
  }

  private Cost cost(OffsetRange range, KeySelection keys) {
    return costs.of(List.of(new ColdRange(ID, range)), keys, soon());
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20));
  }

  /**
   * Archives so many segments that manifests list almost all of them. The objects of the segments
   * do not exist. Reads the cost of all segments: the manifest that lists the first segment is then
   * cached.
   */
  private void archiveManifests() {
    var id = IN_MANIFESTS.get(0).id();
    var log = new CommitLog(memory, memory, id, Clock.systemUTC());
    var archive = log.append(log.load(), 1, new ArchiveOp.Claim("test")).now();
    for (long n = 0; n < SEGMENTS_IN_MANIFESTS; n++) {
      var range = new OffsetRange(n * LENGTH, (n + 1) * LENGTH);
      archive = log.append(archive, 1, new ArchiveOp.Add(withoutObjects(range))).now();
    }
    costs.of(IN_MANIFESTS, KeySelection.ALL, soon());
  }

  private static List<ColdRange> whole() {
    return List.of(new ColdRange(ID, new OffsetRange(0, END)));
  }

  private static SegmentFacts withoutObjects(OffsetRange range) {
    var hex = "a".repeat(64);
    var name = new SegmentName(range, 1, hex).fileName();
    return new SegmentFacts(name, range, LENGTH, 1_000, hex, 100, hex, 3_000, hex, 1_000, 1_999);
  }

  private static boolean isManifest(String name) {
    return name.contains("/manifests/");
  }

  private static boolean isIndex(String name) {
    return name.endsWith(".idx");
  }

  private static void await(CountDownLatch latch, Duration limit) {
    try {
      latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
