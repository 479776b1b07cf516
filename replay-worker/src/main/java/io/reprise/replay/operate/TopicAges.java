package io.reprise.replay.operate;

import io.reprise.replay.plan.RecordAges;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.TopicTimestamps;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which offset ranges of one source topic begin with records older than an instant, and
 * which contain a record at or after an instant. Reads the timestamps from Kafka and the archive.
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
