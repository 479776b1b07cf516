package io.reprise.store.archive.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveFixture;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.object.store.MemoryObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveCatalogTest {
  private static final PartitionId ID = new PartitionId("orders", "AAAAAAAAAAAAAAAAAAAAAQ", 0);

  @TempDir Path directory;

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final AtomicLong nanos = new AtomicLong();
  private final ArchiveCatalog catalog = new ArchiveCatalog(store, nanos::get);
  private ArchiveFixture archive;

  @BeforeEach
  void archiveOneSegment() {
    archive = new ArchiveFixture(store, ID, directory);
    archive.add(new OffsetRange(0, 10), List.of());
  }

  @Test
  void returnsAStateOfAFewSecondsAgoUnlessAskedForTheCurrentOne() {
    assertThat(catalog.recent(ID).covered().to()).isEqualTo(10);
    archive.add(new OffsetRange(10, 20), List.of());

    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(catalog.recent(ID).covered().to()).isEqualTo(10);
    assertThat(catalog.now(ID).covered().to()).isEqualTo(20);
    assertThat(catalog.recent(ID).covered().to()).isEqualTo(20);

    archive.add(new OffsetRange(20, 30), List.of());
    nanos.addAndGet(Duration.ofSeconds(4).toNanos());
    assertThat(catalog.recent(ID).covered().to()).isEqualTo(30);
  }

  @Test
  void needsNoStoreForARecentState() {
    catalog.recent(ID);
    store.disconnect();

    assertThat(catalog.recent(ID).covered().to()).isEqualTo(10);
    assertThatThrownBy(() -> catalog.now(ID)).isInstanceOf(ArchiveUnreachableException.class);
  }

  @Test
  void aRecreatedTopicHasNoArchive() {
    var recreated = new PartitionId(ID.topic(), "BBBBBBBBBBBBBBBBBBBBBQ", 0);

    assertThat(catalog.now(recreated).covered().isEmpty()).isTrue();
    assertThat(catalog.now(ID).covered().to()).isEqualTo(10);
  }
}
