package io.reprise.ingest.service.index;

import io.reprise.ingest.service.dedupe.StoredId;
import io.reprise.ingest.service.topic.EventTopic;
import io.reprise.ingest.service.topic.TopicName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the ids of one event topic and writes them to the topic's id index. Thread-safe. */
public final class TopicIndex {
  private static final Logger LOG = LoggerFactory.getLogger(TopicIndex.class);
  private static final long RETRY_FORBIDDEN_NANOS = 1_000_000_000;

  private final EventTopic topic;
  private final Map<Integer, Long> ends;
  private final Map<Integer, PartitionIndex> partitions = new ConcurrentHashMap<>();
  private volatile boolean isForbidden;
  private volatile long forbiddenNanos;

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

  /**
   * Returns why events of the topic must not be stored now: Kafka has refused to take their ids for
   * lack of an ACL. Empty as soon as Kafka has taken ids again.
   */
  public Optional<String> fault() {
    return isForbidden
        ? Optional.of(IndexForbiddenException.sentence(of(topic.name())))
        : Optional.empty();
  }

  /**
   * Sends all waiting ids to the id index, without waiting for the acknowledgements. While Kafka
   * refuses them for lack of an ACL, sends them once a second only.
   */
  void flush(IndexSink sink) {
    if (isForbidden && System.nanoTime() - forbiddenNanos < RETRY_FORBIDDEN_NANOS) {
      return;
    }
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
            noteAnswer(failure);
            if (failure == null) {
              index.acknowledge(flight);
            } else {
              index.giveBack(flight);
            }
          });
      if (isForbidden) {
        // The ids may be waiting again already.
        return;
      }
    }
  }

  private void noteAnswer(@Nullable Exception failure) {
    if (failure instanceof AuthorizationException) {
      forbiddenNanos = System.nanoTime();
      if (!isForbidden) {
        LOG.error(
            "ids of stored events cannot be written to the dedupe id index for lack of an ACL,"
                + " events of the topic are refused topic={} index={} cause={}",
            topic.name(),
            of(topic.name()),
            failure.toString());
      }
      isForbidden = true;
    } else if (failure == null && isForbidden) {
      isForbidden = false;
      LOG.info(
          "ids of stored events are written to the dedupe id index again topic={}", topic.name());
    }
  }
}
