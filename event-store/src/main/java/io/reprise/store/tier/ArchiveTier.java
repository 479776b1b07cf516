package io.reprise.store.tier;

import io.reprise.store.EventLog;
import io.reprise.store.archive.read.ArchiveCatalog;
import io.reprise.store.archive.read.ArchiveQueries;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.archive.read.ReadCounters;
import io.reprise.store.archive.read.SegmentSource;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.store.object.s3.S3Config;
import io.reprise.store.object.s3.S3ObjectStore;

/**
 * A process' way to the archive. Thread-safe; closed by whoever opened it, after the readers.
 *
 * @param store the bucket
 * @param catalog what is archived
 * @param source the archive's bytes, cached
 * @param questions what indexes can tell
 */
public record ArchiveTier(
    S3ObjectStore store, ArchiveCatalog catalog, SegmentSource source, ArchiveQueries questions)
    implements AutoCloseable {

  /** Connects; nothing is sent yet. */
  public static ArchiveTier open(S3Config bucket, CacheConfig cache) {
    var store = S3ObjectStore.open(bucket);
    var source = new SegmentSource(store, cache);
    return new ArchiveTier(
        store, new ArchiveCatalog(store, System::nanoTime), source, new ArchiveQueries(source));
  }

  /** What an inspector needs to tell of both tiers. */
  public ArchiveFacts facts() {
    return new ArchiveFacts(catalog, questions);
  }

  /** One log of both tiers; closing it closes {@code hot}. */
  public EventLog log(KafkaEventLog hot, TopicInspector topics) {
    return new TieredEventLog(hot, catalog, source, topics::idOf);
  }

  /** What reads of the archive have cost. */
  public ReadCounters counters() {
    return source.counters();
  }

  @Override
  public void close() {
    source.close();
    store.close();
  }
}
