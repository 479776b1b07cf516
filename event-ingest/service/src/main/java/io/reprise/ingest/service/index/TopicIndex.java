package io.reprise.ingest.service.index;

import io.reprise.ingest.service.dedupe.StoredId;
import io.reprise.ingest.service.topic.EventTopic;
import io.reprise.ingest.service.topic.TopicName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The write side of one event topic's id index. Thread-safe. */
public final class TopicIndex {
  private final EventTopic topic;
  private final Map<Integer, Long> ends;
  private final Map<Integer, PartitionIndex> partitions = new ConcurrentHashMap<>();

  /**
   * @param ends the event topic's ends, by partition, when the window was restored
   */
  public TopicIndex(EventTopic topic, Map<Integer, Long> ends) {
    this.topic = topic;
    this.ends = Map.copyOf(ends);
  }

  /** The name of the topic that indexes an event topic. */
  public static String of(String eventTopic) {
    return TopicName.OWN_PREFIX + "ids." + eventTopic;
  }

  private PartitionIndex partition(int partition) {
    return partitions.computeIfAbsent(
        partition, p -> new PartitionIndex(topic.id(), ends.getOrDefault(p, 0L)));
  }

  /** Will be written soon. */
  public void add(StoredId id) {
    partition(id.partition()).add(id);
  }

  /**
   * Says that an event may or may not be stored from here on. Until the returned action is run, a
   * restart will look for it in the log.
   *
   * @param partition -1 when not even that is known
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

  /** Writes everything that waits. */
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
