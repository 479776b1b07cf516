package io.reprise.replay.operate;

import io.reprise.replay.plan.RecordAges;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Tells from Kafka and the archive how old the records at the ends of ranges of one source topic
 * are.
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
