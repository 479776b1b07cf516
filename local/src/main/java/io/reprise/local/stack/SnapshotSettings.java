package io.reprise.local.stack;

import io.reprise.compactor.topic.ReducerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a stack is folded to snapshots.
 *
 * @param topics the reducers of each topic
 * @param commitInterval of the compactor's transactions; its default when null
 * @param compactors how many
 * @param standbys warm copies of each state, on other compactors
 * @param heap of a compactor, as in {@code 512m}
 */
public record SnapshotSettings(
    Map<String, List<ReducerConfig>> topics,
    @Nullable Duration commitInterval,
    int compactors,
    int standbys,
    String heap) {

  /** One compactor. */
  public static SnapshotSettings of(Map<String, List<ReducerConfig>> topics) {
    return new SnapshotSettings(topics, null, 1, 0, "512m");
  }
}
