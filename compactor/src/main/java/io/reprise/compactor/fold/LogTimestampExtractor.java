package io.reprise.compactor.fold;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The timestamp that the log has. A record of Kafka's oldest format has none (-1), for which Kafka
 * Streams would drop it: it is given the epoch. Made by Kafka Streams; stateless.
 */
public final class LogTimestampExtractor implements TimestampExtractor {
  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(0, record.timestamp());
  }
}
