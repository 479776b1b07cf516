package io.reprise.replay.operate;

import io.reprise.replay.plan.RecordAges;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Tells which ranges of one source topic begin before an instant, and which have records at or
 * after an instant. The timestamps are read from Kafka and its archive.
 */
record TopicAges(TopicInspector topics, TopicFacts facts) implements RecordAges {

  @Override
  public Set<Integer> beginningBefore(Map<Integer, OffsetRange> ranges, Instant instant) {
    return topics.beginningBefore(facts, ranges, instant);
  }

  @Override
  public Set<Integer> reaching(Map<Integer, OffsetRange> ranges, Instant instant) {
    return topics.reaching(facts, ranges, instant);
  }
}
