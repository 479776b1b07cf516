package io.reprise.compactor.fold;

import io.reprise.compactor.topic.StartOffsets;
import io.reprise.store.EventLog;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;

/**
 * A source topic in Kafka and, if there is one, its archive. Thread-safe.
 *
 * @param log the log over all tiers that this process can read
 * @param offsets returns where partitions begin in Kafka
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
