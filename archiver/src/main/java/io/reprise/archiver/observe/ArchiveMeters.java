package io.reprise.archiver.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.runtime.metric.ObjectStoreMeters;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.object.s3.S3Request;
import io.reprise.store.object.s3.S3RequestObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/** Counts what an archiver does and how far it lags, as metrics for monitoring. Thread-safe. */
public final class ArchiveMeters {
  private final Counter segments;
  private final Counter records;
  private final Counter bytes;
  private final Counter trims;
  private final Counter backoffs;
  private final Counter faults;
  private final MeterRegistry registry;
  private final Map<String, Lag> lag = new ConcurrentHashMap<>();
  private final AtomicLong backingOff;
  private final S3RequestObserver requests;

  public ArchiveMeters(MeterRegistry registry) {
    this.registry = registry;
    segments = ArchiverMetric.SEGMENTS.declaration().counter(registry);
    records = ArchiverMetric.RECORDS.declaration().counter(registry);
    bytes = ArchiverMetric.BYTES.declaration().counter(registry);
    trims = ArchiverMetric.TRIMS.declaration().counter(registry);
    backoffs = ArchiverMetric.BACKOFFS.declaration().counter(registry);
    backingOff = new AtomicLong();
    ArchiverMetric.BACKING_OFF.declaration().gauge(registry, backingOff, AtomicLong::get);
    faults = ArchiverMetric.FAULTS.declaration().counter(registry);
    requests =
        S3RequestObserver.of(
            new ObjectStoreMeters(registry, S3Request.Kind.labels(), S3Request.Outcome.labels())
                ::ended);
  }

  /**
   * The offsets of one topic that are not archived yet, in the partitions that this instance owns.
   *
   * @param offsets number of these offsets, up to the high watermark
   * @param stableGap how many of these offsets lie above the last stable offset
   */
  public record Lag(long offsets, long stableGap) {}

  /** Returns the observer that counts requests to the object store. */
  public S3RequestObserver requests() {
    return requests;
  }

  /** Counts a segment that was committed to the archive. */
  public void committed(SegmentFacts segment) {
    segments.increment();
    records.increment(segment.records());
    bytes.increment(segment.bytes());
  }

  /** Counts a trim of one partition. */
  public void trimmed() {
    trims.increment();
  }

  /** Counts a failed attempt that the archiver will repeat after a back-off. */
  public void backedOff() {
    backoffs.increment();
  }

  /**
   * Counts a segment that failed its verification: the objects that were read back from the store
   * differ from the uploaded ones.
   */
  public void failed() {
    faults.increment();
  }

  /** Sets the gauge of partitions whose last attempt to read or archive has failed. */
  public void backingOff(long partitions) {
    backingOff.set(partitions);
  }

  /**
   * Sets the gauges of offsets that are not archived yet.
   *
   * @param byTopic the offsets in the partitions of this instance, by topic; the gauges of a topic
   *     that is not in this map are set to 0
   */
  public void lag(Map<String, Lag> byTopic) {
    lag.keySet().retainAll(byTopic.keySet());
    byTopic.forEach(this::lag);
  }

  private void lag(String topic, Lag now) {
    if (lag.put(topic, now) == null) {
      gauge(ArchiverMetric.LAG, topic, Lag::offsets);
      gauge(ArchiverMetric.STABLE_GAP, topic, Lag::stableGap);
    }
  }

  private void gauge(ArchiverMetric metric, String topic, ToLongFunction<Lag> part) {
    metric
        .declaration()
        .gauge(
            registry, lag, all -> part.applyAsLong(all.getOrDefault(topic, new Lag(0, 0))), topic);
  }
}
