package io.reprise.archiver.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What an archiver counts. Thread-safe. */
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
    trims = counter(registry, "trims", "times Kafka was trimmed");
    backoffs = counter(registry, "backoffs", "times the store was given time");
    faults = counter(registry, "faults", "segments that did not verify");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("reprise.archive." + name).description(description).register(registry);
  }

  public void committed(SegmentFacts segment) {
    segments.increment();
    records.increment(segment.records());
    bytes.increment(segment.bytes());
  }

  public void trimmed() {
    trims.increment();
  }

  public void backedOff() {
    backoffs.increment();
  }

  public void failed() {
    faults.increment();
  }

  /**
   * Committed offsets that are not archived yet.
   *
   * @param byTopic in the partitions of this instance
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
