package io.reprise.store.snapshot;

import io.reprise.store.fold.ReducerId;

/**
 * Names the snapshot topic of one reducer and one source topic. The snapshot topic is compacted and
 * has as many partitions as the source topic. The snapshot of a key is in the partition with the
 * same number as the key's events.
 */
public record SnapshotTopic(String source, ReducerId reducer) {

  /**
   * Returns the name of the snapshot topic, {@code <source>.snapshots.<reducer>.v<version>}. Each
   * version of a reducer has a snapshot topic of its own.
   */
  public String name() {
    return source + ".snapshots." + reducer;
  }

  /**
   * Returns the name of the topic to which the compactor writes the events that the reducer cannot
   * fold.
   */
  public String parked() {
    return name() + ".parked";
  }

  @Override
  public String toString() {
    return name();
  }
}
