package io.reprise.store.snapshot;

import io.reprise.store.fold.ReducerId;

/**
 * The topic that one reducer's snapshots of a topic lie in: as many partitions as the source, each
 * key in the partition of the source that its events are in. Compacted.
 */
public record SnapshotTopic(String source, ReducerId reducer) {

  /** {@code <source>.snapshots.<reducer>.v<version>}: another version is another topic. */
  public String name() {
    return source + ".snapshots." + reducer;
  }

  /** Where events go that the reducer cannot fold. */
  public String parked() {
    return name() + ".parked";
  }

  @Override
  public String toString() {
    return name();
  }
}
