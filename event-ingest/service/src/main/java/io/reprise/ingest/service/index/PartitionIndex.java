package io.reprise.ingest.service.index;

import io.reprise.ingest.service.dedupe.StoredId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * What is still to be written to one partition of the index, and how far the index is complete.
 *
 * <p>Kafka acknowledges what one producer sends to a partition in the order of offsets, so a record
 * completes the index up to the last acknowledged event, unless something holds it back: an event
 * whose outcome is not known may be at any offset from then on; a record of the index that is not
 * acknowledged may be missing.
 *
 * <p>Thread-safe.
 */
final class PartitionIndex {
  private final Uuid topic;
  private final TreeMap<Long, Integer> holds = new TreeMap<>();
  private List<StoredId> waiting = new ArrayList<>();
  private long end;

  /**
   * @param end of the partition when everything below it had been indexed or was given to {@link
   *     #add}
   */
  PartitionIndex(Uuid topic, long end) {
    this.topic = topic;
    this.end = end;
  }

  /**
   * A record on its way.
   *
   * @param hold what it holds back until it is acknowledged
   */
  record Flight(IndexRecord record, long hold) {}

  synchronized void add(StoredId id) {
    waiting.add(id);
    end = Math.max(end, id.offset() + 1);
  }

  /** Keeps the index from being called complete beyond where it is; returns what to release. */
  synchronized long hold() {
    return hold(end);
  }

  private long hold(long offset) {
    holds.merge(offset, 1, Integer::sum);
    return offset;
  }

  synchronized void release(long hold) {
    holds.computeIfPresent(hold, (offset, count) -> count == 1 ? null : count - 1);
  }

  /** The next record to write; empty when nothing waits. */
  synchronized Optional<Flight> take() {
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    int count = Math.min(IndexRecord.MOST_IDS, waiting.size());
    var ids = List.copyOf(waiting.subList(0, count));
    waiting = new ArrayList<>(waiting.subList(count, waiting.size()));
    var record = new IndexRecord(topic, complete(), ids);
    return Optional.of(new Flight(record, hold(lowest(ids))));
  }

  private long complete() {
    long held = holds.isEmpty() ? end : Math.min(end, holds.firstKey());
    return Math.min(held, lowest(waiting));
  }

  private static long lowest(List<StoredId> ids) {
    return ids.stream().mapToLong(StoredId::offset).min().orElse(Long.MAX_VALUE);
  }

  synchronized void acknowledge(Flight flight) {
    release(flight.hold());
  }

  /** Puts what may be missing in front again. */
  synchronized void giveBack(Flight flight) {
    release(flight.hold());
    var all = new ArrayList<>(flight.record().ids());
    all.addAll(waiting);
    waiting = all;
  }
}
