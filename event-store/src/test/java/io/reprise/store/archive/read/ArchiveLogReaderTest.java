package io.reprise.store.archive.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.kafka.time.Deadline;
import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveFixture;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.object.store.MemoryObjectStore;
import io.reprise.store.object.store.ObjectMissingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveLogReaderTest {
  private static final PartitionId ID = new PartitionId("orders", "AAAAAAAAAAAAAAAAAAAAAQ", 0);
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final int KEYS = 500;
  private static final List<OffsetRange> SEGMENTS =
      List.of(
          new OffsetRange(0, 4_000),
          new OffsetRange(4_000, 4_010),
          new OffsetRange(4_010, 9_000),
          new OffsetRange(9_000, 12_000));

  @TempDir Path directory;

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final List<SegmentFacts> segments = new ArrayList<>();
  private List<ConsumerRecord<byte[], byte[]>> records = List.of();
  private ArchiveFixture archive;
  private SegmentSource source;

  @BeforeEach
  void archiveFourSegmentsOneOfThemWithoutRecords() {
    records =
        new SeededRecords(7, KEYS, 1_000)
            .upTo(12_000).stream().filter(r -> !SEGMENTS.get(1).contains(r.offset())).toList();
    archive = new ArchiveFixture(store, ID, directory);
    SEGMENTS.forEach(range -> segments.add(archive.add(range, records)));
    source = new SegmentSource(store, new CacheConfig(64, null, null));
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void returnsEveryRecordOfItsRangeAndItsHoles() {
    var random = new Random(1);
    for (int i = 0; i < 40; i++) {
      long from = random.nextInt(12_000);
      var range = new OffsetRange(from, from + random.nextInt(12_001 - (int) from));

      var batches = readAll(reader(range, KeySelection.ALL));

      var expected = records.stream().filter(r -> range.contains(r.offset())).toList();
      assertThat(offsets(batches)).isEqualTo(expected.stream().map(r -> r.offset()).toList());
      assertThat(holes(batches)).isEqualTo(range.span() - expected.size());
    }
  }

  @Test
  void skipsBlocksWithoutTheKeysAndKnowsTheirHoles() {
    var random = new Random(2);
    for (int i = 0; i < 40; i++) {
      long from = random.nextInt(12_000);
      var range = new OffsetRange(from, from + random.nextInt(12_001 - (int) from));
      var keys =
          KeySelection.of(
              List.of(
                  SeededRecords.key(random.nextInt(KEYS)),
                  SeededRecords.key(random.nextInt(2 * KEYS))));

      var batches = readAll(reader(range, keys));

      assertThat(holes(batches)).isEqualTo(range.span() - count(range));
      assertThat(offsets(batches)).containsAll(wanted(range, keys));
      batches.forEach(this::assertPassedRecordsOnly);
    }
  }

  private void assertPassedRecordsOnly(LogBatch batch) {
    for (var run : batch.passed()) {
      assertThat(count(run)).isEqualTo(run.span());
      assertThat(run.from()).isGreaterThanOrEqualTo(batch.covered().from());
      assertThat(run.to()).isLessThanOrEqualTo(batch.covered().to());
    }
  }

  @Test
  void fetchesLittleMoreThanTheIndexesForOneKey() {
    long all = segments.stream().mapToLong(SegmentFacts::bytes).sum();
    var costs = new ReadCosts(new ArchiveCatalog(store, System::nanoTime), source);
    var keys = KeySelection.of(List.of(SeededRecords.key(9_999)));
    long indexes = segments.stream().mapToLong(SegmentFacts::indexBytes).sum();

    readAll(reader(new OffsetRange(0, 12_000), keys));

    long read = source.counters().storeBytes() - indexes;
    assertThat(read).isLessThan(all / 10);
    var whole = List.of(new ReadCosts.ColdRange(ID, new OffsetRange(0, 12_000)));
    assertThat(costs.of(whole, keys, Deadline.after(WAIT)).opened()).isEqualTo(read);
  }

  @Test
  void returnsEverythingBeforeADamagedBlockThenNamesItsObject() {
    var name = archive.data(segments.get(2));
    store.damage(name, (int) segments.get(2).bytes() / 2);
    var reader = reader(new OffsetRange(0, 12_000), KeySelection.ALL);
    var read = new ArrayList<LogBatch>();

    assertThatThrownBy(() -> readInto(read, reader))
        .isInstanceOfSatisfying(
            CorruptArchiveException.class,
            e -> {
              assertThat(e.object()).isEqualTo(name);
              assertThat(e).hasMessageContaining("fails its checksum");
            });

    long reached = reader.position();
    assertThat(reached).isBetween(5_000L, 8_000L);
    assertThat(offsets(read)).isEqualTo(offsetsBelow(reached));

    // After the object is restored, its bytes are fetched again.
    store.damage(name, (int) segments.get(2).bytes() / 2);
    readInto(read, reader);
    assertThat(offsets(read)).isEqualTo(offsetsBelow(12_000));
  }

  @Test
  void namesTheObjectThatIsMissing() {
    store.remove(archive.data(segments.get(2)));
    store.remove(ArchiveLayout.indexOf(archive.data(segments.get(3))));
    var data = reader(new OffsetRange(0, 12_000), KeySelection.ALL);
    var index = reader(new OffsetRange(9_500, 12_000), KeySelection.ALL);

    assertThatThrownBy(() -> readAll(data))
        .isInstanceOfSatisfying(
            ObjectMissingException.class,
            e -> assertThat(e.name()).isEqualTo(archive.data(segments.get(2))));
    assertThat(data.position()).isEqualTo(4_010);
    assertThatThrownBy(() -> readAll(index))
        .isInstanceOf(ObjectMissingException.class)
        .hasMessageContaining(".idx");
  }

  @Test
  void refusesAnIndexThatDiffersFromTheCommittedOne() {
    var name = ArchiveLayout.indexOf(archive.data(segments.get(0)));
    var other = ArchiveLayout.indexOf(archive.data(segments.get(2)));
    store.overwrite(name, store.find(other).orElseThrow());

    assertThatThrownBy(() -> readAll(reader(new OffsetRange(0, 10), KeySelection.ALL)))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("not the index that was committed");
  }

  @Test
  void continuesAtItsPositionWhenTheStoreAnswersAgain() {
    var requests = new AtomicInteger();
    var disconnected = new CountDownLatch(1);
    store.beforeRange(
        () -> {
          if (requests.incrementAndGet() > 1) { // Or all may have been read ahead by then.
            awaitQuietly(disconnected);
          }
        });
    var reader = reader(new OffsetRange(0, 12_000), KeySelection.ALL);
    var read = new ArrayList<LogBatch>();
    read.add(reader.read(WAIT));
    store.disconnect();
    disconnected.countDown();

    assertThatThrownBy(() -> readInto(read, reader))
        .isInstanceOf(ArchiveUnreachableException.class);
    long stood = reader.position();
    assertThatThrownBy(() -> reader.read(WAIT)).isInstanceOf(ArchiveUnreachableException.class);
    assertThat(reader.position()).isEqualTo(stood);

    store.connect();
    assertThat(
            Deadline.after(Duration.ofSeconds(20))
                .await(() -> isReadOn(read, reader), Duration.ofMillis(10)))
        .isTrue();
    assertThat(offsets(read)).isEqualTo(offsetsBelow(12_000));
  }

  @Test
  void coversNothingWhenTheStoreIsSlowerThanTheWait() {
    var answer = new CountDownLatch(1);
    store.beforeRange(() -> awaitQuietly(answer));
    var reader = reader(new OffsetRange(0, 100), KeySelection.ALL);

    assertThat(reader.read(Duration.ofMillis(5))).isEqualTo(LogBatch.nothingAt(0));

    answer.countDown();
    assertThat(offsets(readAll(reader))).isEqualTo(offsetsBelow(100));
    assertThat(store.ranges()).isEqualTo(1);
  }

  @Test
  void skipsForwardInsideItsRangeOnly() {
    var reader = reader(new OffsetRange(0, 12_000), KeySelection.ALL);
    reader.read(WAIT);

    reader.skipTo(11_990);

    assertThat(offsets(readAll(reader)))
        .isEqualTo(offsetsBelow(12_000).stream().filter(o -> o >= 11_990).toList());
    assertThatThrownBy(() -> reader.skipTo(5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader.skipTo(12_001)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void findsTheFirstRecordAtOrAfterAnInstant() {
    var questions = new ArchiveQueries(source);
    var random = new Random(3);
    for (int i = 0; i < 30; i++) {
      long instant = SeededRecords.START + random.nextInt(121_000) - 500;

      var expected = records.stream().filter(r -> r.timestamp() >= instant).findFirst();

      var found = questions.offsetAt(archive.archive(), instant);
      assertThat(found.isPresent()).isEqualTo(expected.isPresent());
      expected.ifPresent(r -> assertThat(found).hasValue(r.offset()));
    }
  }

  @Test
  void knowsWhetherARangeBeginsBeforeAnInstant() {
    var questions = new ArchiveQueries(source);
    var random = new Random(4);
    for (int i = 0; i < 60; i++) {
      var first = records.get(random.nextInt(records.size()));
      long instant = first.timestamp() + random.nextInt(3) - 1;
      var range = new OffsetRange(first.offset(), 12_000);

      assertThat(questions.beginsBefore(archive.archive(), range, instant))
          .as("%s, %d after the first record", range, instant - first.timestamp())
          .isEqualTo(first.timestamp() < instant);
    }
  }

  @Test
  void readsNoRecordOfASegmentThatIsOlderOrNewerAsAWhole() {
    var questions = new ArchiveQueries(source);
    var second = segments.get(2);
    var range = new OffsetRange(5_000, 6_000);

    assertThat(questions.beginsBefore(archive.archive(), range, second.maxTimestamp() + 1))
        .isTrue();
    assertThat(questions.beginsBefore(archive.archive(), range, second.minTimestamp())).isFalse();
    assertThat(source.counters().storeBytes()).isZero();
  }

  @Test
  void knowsWhetherASegmentOfARangeReachesAnInstant() {
    var questions = new ArchiveQueries(source);
    var range = new OffsetRange(5_000, 6_000);

    assertThat(questions.reaches(archive.archive(), range, segments.get(2).maxTimestamp()))
        .isTrue();
    assertThat(questions.reaches(archive.archive(), range, segments.get(2).maxTimestamp() + 1))
        .isFalse();
    assertThat(source.counters().storeBytes()).isZero();
  }

  @Test
  void showsFromIndexesAloneWhichRangesHaveNoRecordOfAKey() {
    var questions = new ArchiveQueries(source);
    var random = new Random(5);
    long indexes = segments.stream().mapToLong(SegmentFacts::indexBytes).sum();
    int empty = 0;
    for (int i = 0; i < 200; i++) {
      long from = random.nextInt(12_000);
      var range = new OffsetRange(from, Math.min(12_000, from + 1 + random.nextInt(300)));
      var keys = KeySelection.of(List.of(SeededRecords.key(random.nextInt(KEYS))));

      var batch = questions.emptyBatch(archive.archive(), range, keys);

      if (batch.isPresent()) {
        empty++;
        assertThat(wanted(range, keys)).isEmpty();
        assertThat(batch.get().covered()).isEqualTo(range);
        assertThat(batch.get().records()).isEmpty();
        assertThat(batch.get().holes()).isEqualTo(range.span() - count(range));
        assertPassedRecordsOnly(batch.get());
      }
    }
    assertThat(empty).isGreaterThan(20);
    assertThat(source.counters().storeBytes()).isLessThanOrEqualTo(indexes);
  }

  @Test
  void fetchesOneBlockForTheFirstRecordsIfItReadsNothingAhead() {
    var index = source.index(archive.archive().id(), segments.get(0));
    long before = source.counters().storeBytes();

    try (var reader = singly(new OffsetRange(0, 12_000))) {
      assertThat(reader.read(WAIT).records()).isNotEmpty();
    }

    assertThat(index.blockCount()).isGreaterThan(2);
    assertThat(source.counters().storeBytes() - before).isEqualTo(index.block(0).length());
  }

  @Test
  void readsTheSameRecordsIfItReadsNothingAhead() {
    var range = new OffsetRange(700, 11_500);
    try (var far = reader(range, KeySelection.ALL);
        var singly = singly(range)) {
      assertThat(offsets(readAll(singly))).isEqualTo(offsets(readAll(far))).isNotEmpty();
    }
  }

  private ArchiveLogReader singly(OffsetRange range) {
    return new ArchiveLogReader(source, archive.archive(), range, KeySelection.ALL, ReadAhead.NONE);
  }

  @Test
  void showsNothingAboutARangeThatIsNotArchivedCompletely() {
    var questions = new ArchiveQueries(source);
    var unknown = KeySelection.of(List.of(SeededRecords.key(9_999_999)));

    assertThat(questions.emptyBatch(archive.archive(), new OffsetRange(4_000, 4_010), unknown))
        .as("a segment without records")
        .hasValueSatisfying(batch -> assertThat(batch.holes()).isEqualTo(10));
    assertThat(questions.emptyBatch(archive.archive(), new OffsetRange(11_990, 12_001), unknown))
        .isEmpty();
  }

  private ArchiveLogReader reader(OffsetRange range, KeySelection keys) {
    return new ArchiveLogReader(source, archive.archive(), range, keys);
  }

  private static List<LogBatch> readAll(ArchiveLogReader reader) {
    var read = new ArrayList<LogBatch>();
    readInto(read, reader);
    reader.close();
    return read;
  }

  /**
   * Reads to the end of the range. Returns false if a fetch fails that began while the store was
   * out of reach.
   */
  private static boolean isReadOn(List<LogBatch> read, ArchiveLogReader reader) {
    try {
      readInto(read, reader);
      return true;
    } catch (ArchiveUnreachableException e) {
      return false;
    }
  }

  /** Reads to the end or to the next error. Batches must follow each other without gaps. */
  private static void readInto(List<LogBatch> read, ArchiveLogReader reader) {
    while (true) {
      long before = reader.position();
      var batch = reader.read(WAIT);
      assertThat(batch.covered().from()).isEqualTo(before);
      assertThat(batch.position()).isEqualTo(reader.position());
      if (batch.covered().isEmpty()) {
        return;
      }
      read.add(batch);
    }
  }

  private static List<Long> offsets(List<LogBatch> batches) {
    return batches.stream().flatMap(b -> b.records().stream()).map(r -> r.offset()).toList();
  }

  private List<Long> offsetsBelow(long end) {
    return records.stream().map(r -> r.offset()).filter(o -> o < end).toList();
  }

  private static long holes(List<LogBatch> batches) {
    return batches.stream().mapToLong(LogBatch::holes).sum();
  }

  private long count(OffsetRange range) {
    return records.stream().filter(r -> range.contains(r.offset())).count();
  }

  private List<Long> wanted(OffsetRange range, KeySelection keys) {
    return records.stream()
        .filter(r -> range.contains(r.offset()) && keys.wants(r.key()))
        .map(r -> r.offset())
        .toList();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
