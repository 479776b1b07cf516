package io.reprise.store.tier;

import io.reprise.store.EventLog;
import io.reprise.store.archive.read.ArchiveCatalog;
import io.reprise.store.archive.read.ArchiveQueries;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.archive.read.ReadAhead;
import io.reprise.store.archive.read.ReadCosts;
import io.reprise.store.archive.read.ReadCounters;
import io.reprise.store.archive.read.SegmentSource;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.store.object.s3.S3Config;
import io.reprise.store.object.s3.S3ObjectStore;
import io.reprise.store.object.s3.S3RequestObserver;

/**
 * The parts that a process needs to read archives. Thread-safe. The caller of {@link #open} closes
 * this object after the readers.
 *
 * @param store the bucket of the archives
 * @param catalog reads and caches the state of partitions' archives
 * @param source reads and caches the bytes of segments
 * @param questions finds archived records by time or key, from segment indexes
 */
public record ArchiveTier(
    S3ObjectStore store, ArchiveCatalog catalog, SegmentSource source, ArchiveQueries questions)
    implements AutoCloseable {

  /** Opens the archives of a bucket for reading. Sends no request yet. */
  public static ArchiveTier open(S3Config bucket, CacheConfig cache) {
    return open(bucket, cache, S3RequestObserver.NONE);
  }

  /** As the other {@code open}, with an observer that is told about every request to the bucket. */
  public static ArchiveTier open(S3Config bucket, CacheConfig cache, S3RequestObserver observer) {
    var store = S3ObjectStore.open(bucket, observer);
    var source = new SegmentSource(store, cache);
    return new ArchiveTier(
        store, new ArchiveCatalog(store, System::nanoTime), source, new ArchiveQueries(source));
  }

  /** Returns the object that a {@code TopicInspector} asks which offsets are archived. */
  public ArchiveFacts facts() {
    return new ArchiveFacts(catalog, questions);
  }

  /**
   * Returns an object that computes how many records, bytes and requests a read of archived ranges
   * takes.
   */
  public ReadCosts costs() {
    return new ReadCosts(catalog, source);
  }

  /**
   * Returns a log that reads from Kafka and from the archives. Closing this log also closes {@code
   * hot}.
   */
  public EventLog log(KafkaEventLog hot, TopicInspector topics) {
    return log(hot, topics, ReadAhead.FAR);
  }

  /**
   * As the other {@code log}.
   *
   * @param ahead how far readers fetch ahead in the archives
   */
  public EventLog log(KafkaEventLog hot, TopicInspector topics, ReadAhead ahead) {
    return new TieredEventLog(hot, catalog, source, topics::idOf, topics::logStarts, ahead);
  }

  /** Returns the counters of all archive reads in this process. */
  public ReadCounters counters() {
    return source.counters();
  }

  @Override
  public void close() {
    source.close();
    store.close();
  }
}
