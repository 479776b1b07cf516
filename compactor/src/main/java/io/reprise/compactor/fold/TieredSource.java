package io.reprise.compactor.fold;

import io.reprise.compactor.topic.StartOffsets;
import io.reprise.store.EventLog;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a source topic from Kafka and, if there is one, from its archive. Thread-safe.
 *
 * @param log reads events from Kafka and, if there is one, from the archive
 * @param offsets returns the first offset that Kafka has of a partition
 * @param topicIds returns a topic's current id by its name
 */
record TieredSource(
    EventLog log, StartOffsets offsets, UnaryOperator<String> topicIds, boolean hasArchive)
    implements SourceLog {

  @Override
  public long start(TopicPartition partition) {
    return offsets.logStart(partition);
  }

  @Override
  public String topicId(String topic) {
    return topicIds.apply(topic);
  }

  @Override
  public LogReader read(TopicPartition partition, long from) {
    return log.read(
        partition.topic(), partition.partition(), new OffsetRange(from, Long.MAX_VALUE));
  }
}
