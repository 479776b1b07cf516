package io.reprise.store.archive.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveFixture;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.object.store.MemoryObjectStore;
import io.reprise.store.object.store.ObjectMissingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentArchiveReaderTest {
  private static final PartitionId ID = new PartitionId("orders", "AAAAAAAAAAAAAAAAAAAAAQ", 0);
  private static final Duration WAIT = Duration.ofSeconds(20);

  /** More segments than a reader fetches in advance. */
  private static final int SEGMENTS = 40;

  private static final int SPAN = 100;
  private static final OffsetRange ALL = new OffsetRange(0, SEGMENTS * SPAN);

  @TempDir Path directory;

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final List<SegmentFacts> segments = new ArrayList<>();
  private final AtomicInteger statesRead = new AtomicInteger();
  private List<ConsumerRecord<byte[], byte[]>> records = List.of();
  private ArchiveFixture archive;
  private SegmentSource source;

  @BeforeEach
  void archiveManySmallSegments() {
    records = new SeededRecords(7, 50, 100).upTo(SEGMENTS * SPAN);
    archive = new ArchiveFixture(store, ID, directory);
    for (long from = 0; from < ALL.to(); from += SPAN) {
      segments.add(archive.add(new OffsetRange(from, from + SPAN), records));
    }
    source = new SegmentSource(store, new CacheConfig(64, null, null));
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void readsEveryRecordOnceWhenSegmentsAreReplacedAndRemovedDuringTheRead() {
    try (var reader = reader(archive.archive(), this::newest)) {
      var read = new ArrayList<>(reader.read(WAIT).records());
      segments.subList(20, SEGMENTS).forEach(segment -> archive.replace(segment, records));

      readRest(reader, read);

      assertThat(offsets(read)).isEqualTo(offsets(records));
      assertThat(statesRead).hasValue(1);
    }
  }

  @Test
  void beginsWithAStateThatIsOutdated() {
    var outdated = archive.archive();
    archive.replace(segments.get(0), records);

    try (var reader = reader(outdated, this::newest)) {
      var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      readRest(reader, read);

      assertThat(offsets(read)).isEqualTo(offsets(records));
    }
  }

  @Test
  void missingObjectOfTheNewestStateIsAnErrorAtItsOffset() {
    store.remove(archive.data(segments.get(30)));

    try (var reader = reader(archive.archive(), this::newest)) {
      var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();

      assertThatThrownBy(() -> readRest(reader, read)).isInstanceOf(ObjectMissingException.class);
      assertThat(reader.position()).isEqualTo(30 * SPAN);
    }
  }

  @Test
  void archiveThatNoLongerHasTheRangeIsAnError() {
    store.remove(archive.data(segments.get(0)));

    try (var reader = reader(archive.archive(), () -> PartitionArchive.empty(ID))) {
      assertThatThrownBy(() -> reader.read(WAIT)).isInstanceOf(ObjectMissingException.class);
    }
  }

  @Test
  void archiveThatChangesFasterThanItIsReadIsReportedForARetry() {
    var first = archive.archive();
    archive.replace(segments.get(0), records);
    var second = archive.archive();
    store.remove(archive.data(second.segmentAt(0)));
    Supplier<PartitionArchive> always =
        () -> statesRead.incrementAndGet() % 2 == 0 ? first : second;

    try (var reader = reader(first, always)) {
      assertThatThrownBy(() -> reader.read(WAIT))
          .isInstanceOf(TimeoutException.class)
          .hasMessageContaining("changed 10 times while offset 0 was read: try again later");
    }
  }

  private PartitionArchive newest() {
    statesRead.incrementAndGet();
    return archive.archive();
  }

  private CurrentArchiveReader reader(PartitionArchive state, Supplier<PartitionArchive> newest) {
    return new CurrentArchiveReader(source, newest, state, ALL);
  }

  private static void readRest(
      CurrentArchiveReader reader, List<ConsumerRecord<byte[], byte[]>> into) {
    while (reader.position() < ALL.to()) {
      long before = reader.position();
      var batch = reader.read(WAIT);
      assertThat(batch.covered().from()).isEqualTo(before);
      assertThat(batch.covered().isEmpty()).isFalse();
      into.addAll(batch.records());
    }
  }

  private static List<Long> offsets(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(ConsumerRecord::offset).toList();
  }
}
