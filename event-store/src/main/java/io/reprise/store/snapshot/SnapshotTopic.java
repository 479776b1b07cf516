package io.reprise.store.snapshot;

import io.reprise.store.fold.ReducerId;

/**
 * Names the compacted topic that holds the snapshots of one reducer over a source topic. The topic
 * has as many partitions as the source, and a key is in the same partition as its events in the
 * source.
 */
public record SnapshotTopic(String source, ReducerId reducer) {

  /**
   * Returns the topic's name, {@code <source>.snapshots.<reducer>.v<version>}. Each version of a
   * reducer has its own topic.
   */
  public String name() {
    return source + ".snapshots." + reducer;
  }

  /** Returns the name of the topic that receives the events that the reducer cannot fold. */
  public String parked() {
    return name() + ".parked";
  }

  @Override
  public String toString() {
    return name();
  }
}
