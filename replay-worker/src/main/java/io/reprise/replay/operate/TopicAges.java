package io.reprise.replay.operate;

import io.reprise.replay.plan.RecordAges;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.TopicTimestamps;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Tells which ranges of one source topic begin before an instant, and which have records at or
 * after an instant. The timestamps are read from Kafka and its archive.
 */
record TopicAges(TopicTimestamps timestamps) implements RecordAges {

  @Override
  public Set<Integer> beginningBefore(Map<Integer, OffsetRange> ranges, Instant instant) {
    return timestamps.beginningBefore(ranges, instant);
  }

  @Override
  public Set<Integer> reaching(Map<Integer, OffsetRange> ranges, Instant instant) {
    return timestamps.reaching(ranges, instant);
  }
}
