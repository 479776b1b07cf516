package io.reprise.replay.journal;

import io.reprise.kafka.client.ConsumerRole;
import io.reprise.kafka.tail.PartitionScan;
import io.reprise.kafka.time.Deadline;
import io.reprise.replay.checkpoint.ShardProgress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads single progress records from their offsets in the progress topic, for replays whose records
 * are not on the heap. Each call opens a consumer. Thread-safe.
 */
final class StoredProgress {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ConsumerRole role;
  private final String topic;

  StoredProgress(Map<String, Object> clientSettings, ControlTopics topics) {
    this.role = ConsumerRole.scan(clientSettings, IsolationLevel.READ_COMMITTED, LIMIT);
    this.topic = topics.progress();
  }

  /**
   * Returns the progress records at the given places of the progress topic, by shard index.
   *
   * @param places where each record is, by shard index
   * @throws StaleControlException when a record cannot be read in time, or was replaced since its
   *     place was noted; a retry is safe
   */
  Map<Integer, ShardProgress> read(Map<Integer, ReplayRecords.Place> places) {
    if (places.isEmpty()) {
      return Map.of();
    }
    var wanted = new HashMap<ReplayRecords.Place, Integer>();
    places.forEach((index, place) -> wanted.put(place, index));
    var found = new HashMap<Integer, ShardProgress>();
    scan(
        places,
        record -> {
          var index = wanted.get(new ReplayRecords.Place(record.partition(), record.offset()));
          if (index != null) {
            found.put(index, ControlCodec.decode(record.value(), ShardProgress.class));
          }
        });
    if (found.size() < places.size()) {
      throw new StaleControlException(
          "%d of %d progress records were replaced while they were read"
              .formatted(places.size() - found.size(), places.size()));
    }
    return found;
  }

  private void scan(
      Map<Integer, ReplayRecords.Place> places,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var starts = new HashMap<TopicPartition, Long>();
    var ends = new HashMap<TopicPartition, Long>();
    for (var place : places.values()) {
      var partition = new TopicPartition(topic, place.slot());
      starts.merge(partition, place.offset(), Math::min);
      ends.merge(partition, place.offset() + 1, Math::max);
    }
    try (var consumer = role.open()) {
      consumer.assign(starts.keySet());
      starts.forEach(consumer::seek);
      PartitionScan.read(
          consumer, ends, Deadline.after(LIMIT), records -> records.forEach(each::accept));
    } catch (TimeoutException | InvalidOffsetException e) {
      throw new StaleControlException(
          "the stored progress records of a replay were not read: " + e.getMessage());
    }
  }
}
