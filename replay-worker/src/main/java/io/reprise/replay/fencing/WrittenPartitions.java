package io.reprise.replay.fencing;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Collects the partitions to which a transaction has written records. Confined to one thread. */
final class WrittenPartitions {
  private final Map<String, BitSet> byTopic = new HashMap<>();

  void add(String topic, int partition) {
    byTopic.computeIfAbsent(topic, name -> new BitSet()).set(partition);
  }

  /** Returns a copy of the collected partitions. */
  Set<TopicPartition> partitions() {
    var all = new HashSet<TopicPartition>();
    byTopic.forEach(
        (topic, partitions) ->
            partitions.stream().mapToObj(p -> new TopicPartition(topic, p)).forEach(all::add));
    return all;
  }

  boolean isEmpty() {
    return byTopic.isEmpty();
  }

  void clear() {
    byTopic.clear();
  }
}
