package io.reprise.store.archive.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.store.KeySelection;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveFixture;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.object.store.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the caches in memory and on disk, and the fetches that readers share. */
class SegmentSourceTest {
  private static final PartitionId ID = new PartitionId("orders", "AAAAAAAAAAAAAAAAAAAAAQ", 0);
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final long END = 400;
  private static final int VALUE_BYTES = 100_000;
  private static final long MEBIBYTE = 1 << 20;

  @TempDir Path spools;
  @TempDir Path cache;

  private final MemoryObjectStore store = new MemoryObjectStore();
  private List<ConsumerRecord<byte[], byte[]>> records = List.of();
  private ArchiveFixture archive;

  @BeforeEach
  void archiveSome35MebibytesInTwoSegments() {
    records = new SeededRecords(5, 20, VALUE_BYTES).upTo(END);
    archive = new ArchiveFixture(store, ID, spools);
    archive.add(new OffsetRange(0, 200), records);
    archive.add(new OffsetRange(200, END), records);
  }

  @Test
  void readsFromMemoryWhatWasReadBefore() {
    try (var source = new SegmentSource(store, new CacheConfig(128, null, null))) {
      readAll(source);
      long bytes = source.counters().storeBytes();
      readAll(source);

      assertThat(source.counters().storeBytes()).isEqualTo(bytes);
      assertThat(source.counters().memoryHits()).isEqualTo(source.counters().misses());
      assertThat(source.counters().diskHits()).isZero();
    }
  }

  @Test
  void readsFromDiskWhatDoesNotFitInMemory() throws IOException {
    try (var source = new SegmentSource(store, new CacheConfig(1, 100, cache))) {
      readAll(source);
      long bytes = source.counters().storeBytes();
      assertThat(diskBytes()).isGreaterThan(30 * MEBIBYTE);

      readAll(source);

      assertThat(source.counters().storeBytes()).isEqualTo(bytes);
      assertThat(source.counters().diskHits()).isEqualTo(source.counters().misses());
    }
  }

  @Test
  void keepsNoMoreOnDiskThanAllowed() throws IOException {
    try (var source = new SegmentSource(store, new CacheConfig(1, 10, cache))) {
      readAll(source);

      assertThat(diskBytes()).isLessThanOrEqualTo(10 * MEBIBYTE);
      readAll(source);
    }
  }

  @Test
  void startsWithAnEmptyDirectory() throws IOException {
    Files.createDirectories(cache);
    Files.write(cache.resolve("00000001.blocks"), new byte[100]);
    Files.write(cache.resolve("not-ours.txt"), new byte[7]);

    new SegmentSource(store, new CacheConfig(1, 10, cache)).close();

    assertThat(diskBytes()).isEqualTo(7);
  }

  @Test
  void fetchesBytesAgainThatWereDamagedOnDisk() throws IOException {
    try (var source = new SegmentSource(store, new CacheConfig(1, 100, cache))) {
      readAll(source);
      try (var files = Files.list(cache)) {
        for (var file : files.toList()) {
          Files.write(file, new byte[(int) Files.size(file)]);
        }
      }
      long misses = source.counters().misses();

      readAll(source);
      long again = source.counters().misses();
      readAll(source);

      assertThat(again).isGreaterThan(misses);
      assertThat(source.counters().misses()).isEqualTo(again);
    }
  }

  @Test
  void treatsMissingCacheFilesAsMisses() throws IOException {
    try (var source = new SegmentSource(store, new CacheConfig(1, 100, cache))) {
      readAll(source);
      try (var files = Files.list(cache)) {
        for (var file : files.toList()) {
          Files.delete(file);
        }
      }

      readAll(source);
    }
  }

  /** Reads until a batch is not empty: the first call may only start to fetch the index. */
  private static boolean asks(LogReader reader) {
    return reader.read(Duration.ofMillis(1)).covered().isEmpty();
  }

  @Test
  void fetchesARangeOnceForSeveralReaders() {
    var answer = new CountDownLatch(1);
    store.beforeRange(() -> awaitQuietly(answer));
    try (var source = new SegmentSource(store, new CacheConfig(128, null, null));
        var first = reader(source);
        var second = reader(source)) {
      await().until(() -> asks(first) && store.ranges() > 0);
      second.read(Duration.ofMillis(500));
      answer.countDown();

      readOn(first);
      readOn(second);

      assertThat(store.ranges()).isEqualTo((int) source.counters().misses());
      assertThat(source.counters().storeBytes()).isLessThan(stored() + MEBIBYTE);
    }
  }

  @Test
  void fetchesAheadOnlyAFewMebibytes() {
    try (var source = new SegmentSource(store, new CacheConfig(1, null, null));
        var reader = reader(source)) {
      reader.read(WAIT);
      reader.read(WAIT);

      await()
          .during(Duration.ofMillis(200))
          .untilAsserted(
              () -> assertThat(source.counters().storeBytes()).isLessThan(21 * MEBIBYTE));
      readOn(reader);
    }
  }

  private long stored() {
    return archive.archive().segments().stream().mapToLong(s -> s.bytes() + s.indexBytes()).sum();
  }

  private ArchiveLogReader reader(SegmentSource source) {
    return new ArchiveLogReader(
        source, archive.archive(), new OffsetRange(0, END), KeySelection.ALL);
  }

  private void readAll(SegmentSource source) {
    try (var reader = reader(source)) {
      assertThat(readOn(reader)).isEqualTo(records.size());
    }
  }

  private static long readOn(ArchiveLogReader reader) {
    long count = 0;
    while (reader.position() < END) {
      count += reader.read(WAIT).records().size();
    }
    return count;
  }

  private long diskBytes() throws IOException {
    try (var files = Files.list(cache)) {
      return files.mapToLong(f -> f.toFile().length()).sum();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
