package io.reprise.store.facts;

import io.reprise.kafka.client.KafkaAnswer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks Kafka for offsets of one topic's partitions. Each method sends one request for all
 * partitions that it is asked about. Thread-safe.
 *
 * @param topic name of the topic
 */
record KafkaOffsets(Admin admin, String topic) {

  /** Returns the first offset that Kafka stores of each partition. */
  Map<Integer, Long> logStarts(Collection<Integer> partitions) {
    return ask(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** Returns the last stable offset of each partition. */
  Map<Integer, Long> committedEnds(Collection<Integer> partitions) {
    return ask(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
  }

  /** Returns the high watermark of each partition. */
  Map<Integer, Long> highWatermarks(Collection<Integer> partitions) {
    return ask(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /**
   * Returns the first offset of each partition whose record has a timestamp at or after {@code
   * instant}. The result has no entry for a partition without such a record in Kafka.
   */
  Map<Integer, Long> since(Collection<Integer> partitions, Instant instant) {
    var spec = OffsetSpec.forTimestamp(timestampToFind(instant));
    var found = ask(partitions, spec, IsolationLevel.READ_COMMITTED);
    found.values().removeIf(offset -> offset < 0);
    return found;
  }

  /**
   * Returns the timestamp with which to ask Kafka for the first offset at or after {@code instant}.
   * An instant before 1970 becomes 0, because Kafka does not read negative values as times: -1
   * means "the latest offset", and -2 "the earliest offset". No record has a time before 1970, so
   * the answer is the same.
   */
  static long timestampToFind(Instant instant) {
    return Math.max(0, instant.toEpochMilli());
  }

  private Map<Integer, Long> ask(
      Collection<Integer> partitions, OffsetSpec spec, IsolationLevel isolation) {
    var offsets = new HashMap<Integer, Long>();
    if (partitions.isEmpty()) {
      return offsets;
    }
    var request =
        partitions.stream().collect(Collectors.toMap(p -> new TopicPartition(topic, p), p -> spec));
    KafkaAnswer.of(admin.listOffsets(request, new ListOffsetsOptions(isolation)).all())
        .forEach((tp, info) -> offsets.put(tp.partition(), info.offset()));
    return offsets;
  }
}
