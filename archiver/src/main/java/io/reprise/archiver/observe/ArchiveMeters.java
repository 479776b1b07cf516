package io.reprise.archiver.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of an archiver. Thread-safe. */
public final class ArchiveMeters {
  private final Counter segments;
  private final Counter records;
  private final Counter bytes;
  private final Counter trims;
  private final Counter backoffs;
  private final Counter faults;
  private final MeterRegistry registry;
  private final Map<String, Long> lag = new ConcurrentHashMap<>();

  public ArchiveMeters(MeterRegistry registry) {
    this.registry = registry;
    segments = counter(registry, "segments", "segments committed");
    records = counter(registry, "records", "records in committed segments");
    bytes = counter(registry, "bytes", "stored bytes of committed segments");
    trims = counter(registry, "trims", "trims of a partition");
    backoffs = counter(registry, "backoffs", "back-offs of a partition after a retriable error");
    faults = counter(registry, "faults", "segments that did not verify after their upload");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("reprise.archive." + name).description(description).register(registry);
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

  /** Counts a back-off after an error that a retry may cure. */
  public void backedOff() {
    backoffs.increment();
  }

  /** Counts a segment that did not verify after its upload. */
  public void failed() {
    faults.increment();
  }

  /**
   * Sets the gauges of committed offsets that are not archived yet.
   *
   * @param byTopic offsets in the partitions of this instance; a topic that is missing is set to 0
   */
  public void lag(Map<String, Long> byTopic) {
    lag.keySet().retainAll(byTopic.keySet());
    byTopic.forEach(this::lag);
  }

  private void lag(String topic, long offsets) {
    if (lag.put(topic, offsets) == null) {
      Gauge.builder("reprise.archive.lag", lag, all -> all.getOrDefault(topic, 0L))
          .description("committed offsets that are not archived yet")
          .tag("topic", topic)
          .register(registry);
    }
  }
}
