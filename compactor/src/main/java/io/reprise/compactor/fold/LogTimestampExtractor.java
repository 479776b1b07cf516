package io.reprise.compactor.fold;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Uses the timestamp of the log. A record of Kafka's oldest format has no timestamp (-1), and Kafka
 * Streams would drop it: it is treated as if it were of 1970. Created by Kafka Streams; stateless.
 */
public final class LogTimestampExtractor implements TimestampExtractor {
  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(0, record.timestamp());
  }
}
