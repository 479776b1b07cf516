package io.reprise.replay;

import io.reprise.store.archive.read.ArchiveCatalog;
import io.reprise.store.archive.read.ArchiveQuestions;
import io.reprise.store.archive.read.ReadCounters;
import io.reprise.store.archive.read.SegmentSource;
import io.reprise.store.object.S3ObjectStore;

/** A worker's way to the archive. Closed after the readers. */
record ColdTier(
    S3ObjectStore store, ArchiveCatalog catalog, SegmentSource source, ArchiveQuestions questions)
    implements AutoCloseable {

  static ColdTier open(WorkerConfig.Archive config) {
    var store = S3ObjectStore.open(config.store());
    var source = new SegmentSource(store, config.cache());
    return new ColdTier(
        store, new ArchiveCatalog(store, System::nanoTime), source, new ArchiveQuestions(source));
  }

  ReadCounters counters() {
    return source.counters();
  }

  @Override
  public void close() {
    source.close();
    store.close();
  }
}
