package io.reprise.store.tier;

import io.reprise.store.EventLog;
import io.reprise.store.archive.read.ArchiveCatalog;
import io.reprise.store.archive.read.ArchiveQueries;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.archive.read.ReadCosts;
import io.reprise.store.archive.read.ReadCounters;
import io.reprise.store.archive.read.SegmentSource;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.store.object.s3.S3Config;
import io.reprise.store.object.s3.S3ObjectStore;

/**
 * The parts that a process needs to read archives. Thread-safe. The caller of {@link #open} closes
 * the tier after the readers.
 *
 * @param store the bucket of the archives
 * @param catalog reads and caches the archive state of partitions
 * @param source reads and caches the bytes of segments
 * @param questions answers queries from segment indexes
 */
public record ArchiveTier(
    S3ObjectStore store, ArchiveCatalog catalog, SegmentSource source, ArchiveQueries questions)
    implements AutoCloseable {

  /** Opens the archive tier without sending a request. */
  public static ArchiveTier open(S3Config bucket, CacheConfig cache) {
    var store = S3ObjectStore.open(bucket);
    var source = new SegmentSource(store, cache);
    return new ArchiveTier(
        store, new ArchiveCatalog(store, System::nanoTime), source, new ArchiveQueries(source));
  }

  /** Returns the object from which a {@code TopicInspector} learns which offsets are archived. */
  public ArchiveFacts facts() {
    return new ArchiveFacts(catalog, questions);
  }

  /** Returns the answers about the cost of reading archived ranges. */
  public ReadCosts costs() {
    return new ReadCosts(catalog, source);
  }

  /** Returns a log over both tiers. Closing the log closes {@code hot}. */
  public EventLog log(KafkaEventLog hot, TopicInspector topics) {
    return new TieredEventLog(hot, catalog, source, topics::idOf);
  }

  /** Returns the counters of the archive reads of this process. */
  public ReadCounters counters() {
    return source.counters();
  }

  @Override
  public void close() {
    source.close();
    store.close();
  }
}
