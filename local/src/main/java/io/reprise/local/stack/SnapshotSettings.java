package io.reprise.local.stack;

import io.reprise.compactor.topic.ReducerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a stack's snapshots: which topics are folded, and how.
 *
 * @param topics the topics to fold, each with its reducers
 * @param commitInterval time between two commits of a compactor; null for the default
 * @param compactors the number of compactors
 * @param standbys the number of standby copies of each state store
 * @param heap maximum heap of a compactor, for example {@code 512m}
 */
public record SnapshotSettings(
    Map<String, List<ReducerConfig>> topics,
    @Nullable Duration commitInterval,
    int compactors,
    int standbys,
    String heap) {

  /** Returns settings with one compactor and no standby copies. */
  public static SnapshotSettings of(Map<String, List<ReducerConfig>> topics) {
    return new SnapshotSettings(topics, null, 1, 0, "512m");
  }
}
