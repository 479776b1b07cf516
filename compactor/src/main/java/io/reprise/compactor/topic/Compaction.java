package io.reprise.compactor.topic;

import io.reprise.store.fold.ReducerProvider;
import io.reprise.store.fold.Reducers;
import io.reprise.store.snapshot.SnapshotTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A configured compaction: one topic folded by one reducer.
 *
 * @param topics the source topic, the reducer, and the snapshot topic
 * @param provider creates the reducer
 * @param emitEvery after how many events, or after which time, the snapshots of changed keys are
 *     written
 */
public record Compaction(SnapshotTopic topics, ReducerProvider provider, EmitEvery emitEvery) {

  /**
   * Returns all configured compactions, ordered by topic.
   *
   * @throws IllegalArgumentException when a reducer does not exist, or is named twice for a topic
   */
  public static List<Compaction> of(Map<String, List<ReducerConfig>> topics, Reducers reducers) {
    var all = new ArrayList<Compaction>();
    new TreeMap<>(topics).forEach((topic, wanted) -> add(topic, wanted, reducers, all));
    return List.copyOf(all);
  }

  private static void add(
      String topic, List<ReducerConfig> wanted, Reducers reducers, List<Compaction> all) {
    for (var reducer : wanted) {
      var provider = reducers.find(reducer.reducer(), reducer.version());
      var topics = new SnapshotTopic(topic, provider.id());
      if (all.stream().anyMatch(c -> c.topics().equals(topics))) {
        throw new IllegalArgumentException(
            "topics.%s names reducer %s twice: leave one out".formatted(topic, provider.id()));
      }
      all.add(new Compaction(topics, provider, reducer.emitEvery()));
    }
  }
}
