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
 * Gives a group its first offsets, where the log begins. From then on it reads from what it
 * committed and never from elsewhere: a position that is no longer in the log is an error, where a
 * reset would skip events in silence.
 *
 * <p>Thread-safe, as the {@link Admin} it borrows is.
 */
public final class StartOffsets {
  private static final Logger log = LoggerFactory.getLogger(StartOffsets.class);

  private final Admin admin;

  public StartOffsets(Admin admin) {
    this.admin = admin;
  }

  /** Commits the log's start for partitions of which the group has no offset; safe to repeat. */
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
      // Only members of a group may commit once it has some; they gave it these offsets first.
      log.debug("another instance began first group={}", group);
    }
  }

  /** The first offset that the log still has. */
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
