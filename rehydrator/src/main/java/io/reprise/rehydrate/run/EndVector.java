package io.reprise.rehydrate.run;

import io.reprise.rehydrate.report.RehydrationRefusedException;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes and checks end vectors. An end vector says, for each partition of a topic, up to which
 * offset (exclusive) a run applies the events.
 */
public final class EndVector {
  private EndVector() {}

  /**
   * Returns the end vector whose ends are the committed ends of the partitions, as they were when
   * the topic was inspected.
   */
  public static Map<Integer, Long> latest(TopicFacts topic) {
    var ends = new TreeMap<Integer, Long>();
    topic.partitions().forEach(p -> ends.put(p.partition(), p.committedEnd()));
    return ends;
  }

  /**
   * Checks an end vector against the topic.
   *
   * @throws RehydrationRefusedException when the vector names other partitions, or offsets that are
   *     not written yet
   */
  public static Map<Integer, Long> checked(Map<Integer, Long> ends, TopicFacts topic) {
    var partitions = topic.partitions().stream().map(PartitionFacts::partition).toList();
    if (!ends.keySet().containsAll(partitions) || ends.size() != partitions.size()) {
      throw new RehydrationRefusedException(
          "the end vector names partitions %s, but topic %s has %s: name an offset for each of them"
              .formatted(new TreeMap<>(ends).keySet(), topic.topic(), partitions));
    }
    for (var p : topic.partitions()) {
      long end = ends.getOrDefault(p.partition(), 0L);
      if (end < 0 || end > p.committedEnd()) {
        throw new RehydrationRefusedException(
            "the end vector asks for offset %d of %s-%d, which is committed up to %d: choose that offset or a lower one"
                .formatted(end, topic.topic(), p.partition(), p.committedEnd()));
      }
    }
    return Map.copyOf(ends);
  }
}
