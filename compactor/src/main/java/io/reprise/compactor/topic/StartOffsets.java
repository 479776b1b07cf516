package io.reprise.compactor.topic;

import io.reprise.kafka.client.KafkaAnswer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a consumer group its first committed offsets: the first offset of each partition's log.
 * From then on the group reads only from committed offsets. If a committed offset is no longer in
 * the log, the consumer reports an error. An automatic reset would instead skip events without
 * notice.
 *
 * <p>Thread-safe; the caller closes the {@link Admin}.
 */
public final class StartOffsets {
  private static final Logger LOG = LoggerFactory.getLogger(StartOffsets.class);

  private final Admin admin;

  public StartOffsets(Admin admin) {
    this.admin = admin;
  }

  /**
   * Commits the first offset of the log for each partition for which the group has no committed
   * offset; a retry is safe.
   */
  public void ensure(String group, String topic, int partitions) {
    var missing = all(topic, partitions);
    missing.removeAll(committed(group).keySet());
    if (missing.isEmpty()) {
      return;
    }
    var first = new HashMap<TopicPartition, OffsetAndMetadata>();
    logStarts(missing).forEach((tp, offset) -> first.put(tp, new OffsetAndMetadata(offset)));
    try {
      KafkaAnswer.of(admin.alterConsumerGroupOffsets(group, first).all());
    } catch (UnknownMemberIdException | GroupNotEmptyException e) {
      // Kafka refused the commit because the group already has members. The start offsets are
      // committed all the same, because the first member did so before it joined.
      LOG.debug(
          "start offsets of a consumer group were already committed by another instance group={}",
          group);
    }
  }

  /** Returns the first offset that Kafka still stores of the partition. */
  public long logStart(TopicPartition partition) {
    return logStarts(Set.of(partition)).getOrDefault(partition, 0L);
  }

  private Map<TopicPartition, Long> logStarts(Set<TopicPartition> partitions) {
    var asked =
        partitions.stream().collect(Collectors.toMap(tp -> tp, tp -> OffsetSpec.earliest()));
    var starts = new HashMap<TopicPartition, Long>();
    KafkaAnswer.of(admin.listOffsets(asked).all())
        .forEach((tp, answer) -> starts.put(tp, answer.offset()));
    return starts;
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(String group) {
    try {
      var known = new HashMap<TopicPartition, OffsetAndMetadata>();
      KafkaAnswer.of(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
          .forEach(
              (tp, offset) -> {
                if (offset != null) {
                  known.put(tp, offset);
                }
              });
      return known;
    } catch (GroupIdNotFoundException e) {
      return Map.of();
    }
  }

  private static Set<TopicPartition> all(String topic, int partitions) {
    return IntStream.range(0, partitions)
        .mapToObj(p -> new TopicPartition(topic, p))
        .collect(Collectors.toSet());
  }
}
