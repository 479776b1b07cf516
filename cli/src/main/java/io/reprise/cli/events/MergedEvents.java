package io.reprise.cli.events;

import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Merges the events of several partitions in the order of their timestamps. Events of the same
 * timestamp are in the order of their partitions. The events of one partition stay in the order of
 * their offsets, even if their timestamps are not in this order. Confined to one thread.
 */
final class MergedEvents implements EventSource {
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(Comparator.comparing(Head::event, StoredEvent.BY_TIME));

  /** The next event of one partition, and the source of the events after it. */
  private record Head(StoredEvent event, EventSource rest) {}

  /**
   * Reads the first event of every partition.
   *
   * @param partitions one source for each partition
   */
  MergedEvents(Collection<? extends EventSource> partitions) {
    partitions.forEach(this::addNext);
  }

  private void addNext(EventSource partition) {
    var event = partition.poll();
    if (event != null) {
      heads.add(new Head(event, partition));
    }
  }

  @Override
  public @Nullable StoredEvent poll() {
    var first = heads.poll();
    if (first == null) {
      return null;
    }
    addNext(first.rest());
    return first.event();
  }
}
