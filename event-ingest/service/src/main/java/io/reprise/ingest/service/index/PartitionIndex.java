package io.reprise.ingest.service.index;

import io.reprise.ingest.service.dedupe.StoredId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * Holds the ids that are still to be written to one partition of the id index. Computes the offset
 * up to which the index is complete: the index has the id of every event that this instance stored
 * below this offset.
 *
 * <p>Kafka acknowledges the records that one producer sends to a partition in the order of their
 * offsets. Hence, once all waiting ids are written, the index is complete up to the last
 * acknowledged event. There are two exceptions:
 *
 * <ul>
 *   <li>An event of unknown outcome may be stored at or above the present end of the event topic's
 *       partition, although its id is not one of the waiting ids.
 *   <li>The ids of an index record that is not acknowledged may be missing from the index.
 * </ul>
 *
 * <p>In both cases a mark is set at an offset. Until the mark is released, the index counts as
 * complete up to this offset at most.
 *
 * <p>Thread-safe.
 */
final class PartitionIndex {
  private final Uuid topic;
  private final TreeMap<Long, Integer> holds = new TreeMap<>();
  private List<StoredId> waiting = new ArrayList<>();
  private long end;

  /**
   * Creates the index state of a partition whose window was restored.
   *
   * @param end exclusive end of the event topic's partition. The id of every event below this
   *     offset is in the index, or will be passed to {@link #add}
   */
  PartitionIndex(Uuid topic, long end) {
    this.topic = topic;
    this.end = end;
  }

  /**
   * An index record that was sent and is not acknowledged yet.
   *
   * @param hold the mark that is released when the record is acknowledged. Until then, the index
   *     counts as incomplete from the lowest offset of the record's events on
   */
  record Flight(IndexRecord record, long hold) {}

  synchronized void add(StoredId id) {
    waiting.add(id);
    end = Math.max(end, id.offset() + 1);
  }

  /**
   * Marks the index as incomplete from the present end of the event topic's partition on. Returns
   * the value to pass to {@link #release}, which removes the mark.
   */
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

  /** Takes the next index record to write; empty if no ids wait. */
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

  /**
   * Puts the ids of an index record that Kafka did not acknowledge in front of the waiting ids, so
   * that the ids are written again.
   */
  synchronized void giveBack(Flight flight) {
    release(flight.hold());
    var all = new ArrayList<>(flight.record().ids());
    all.addAll(waiting);
    waiting = all;
  }
}
