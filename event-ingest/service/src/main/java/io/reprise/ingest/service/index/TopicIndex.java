package io.reprise.ingest.service.index;

import io.reprise.ingest.service.dedupe.StoredId;
import io.reprise.ingest.service.topic.EventTopic;
import io.reprise.ingest.service.topic.TopicName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Collects the ids of one event topic and writes them to the topic's id index. Thread-safe. */
public final class TopicIndex {
  private final EventTopic topic;
  private final Map<Integer, Long> ends;
  private final Map<Integer, PartitionIndex> partitions = new ConcurrentHashMap<>();

  /**
   * Creates the index state of a topic whose window was restored.
   *
   * @param ends the ends of the event topic's partitions, exclusive, at the time at which the
   *     window was restored; by partition number
   */
  public TopicIndex(EventTopic topic, Map<Integer, Long> ends) {
    this.topic = topic;
    this.ends = Map.copyOf(ends);
  }

  /** Returns the name of the index topic of an event topic. */
  public static String of(String eventTopic) {
    return TopicName.OWN_PREFIX + "ids." + eventTopic;
  }

  private PartitionIndex partition(int partition) {
    return partitions.computeIfAbsent(
        partition, p -> new PartitionIndex(topic.id(), ends.getOrDefault(p, 0L)));
  }

  /** Adds the id of a stored event, to be written at the next flush. */
  public void add(StoredId id) {
    partition(id.partition()).add(id);
  }

  /**
   * Notes that an event of unknown outcome may be stored at the partition's present end or above.
   * Until the returned action is run, a restarted instance reads the partition from this end on, to
   * find the event.
   *
   * @param partition the event's partition; -1 if unknown, which affects all partitions
   */
  public Runnable hold(int partition) {
    var held =
        partition >= 0
            ? List.of(partition(partition))
            : java.util.stream.IntStream.range(0, topic.partitions())
                .mapToObj(this::partition)
                .toList();
    var holds = held.stream().map(PartitionIndex::hold).toList();
    return () -> {
      for (int i = 0; i < held.size(); i++) {
        held.get(i).release(holds.get(i));
      }
    };
  }

  /** Sends all waiting ids to the id index, without waiting for the acknowledgements. */
  void flush(IndexSink sink) {
    partitions.forEach((number, index) -> flush(number, index, sink));
  }

  private void flush(int number, PartitionIndex index, IndexSink sink) {
    for (var next = index.take(); next.isPresent(); next = index.take()) {
      var flight = next.get();
      sink.append(
          of(topic.name()),
          number,
          flight.record().encode(),
          failure -> {
            if (failure == null) {
              index.acknowledge(flight);
            } else {
              index.giveBack(flight);
            }
          });
    }
  }
}
