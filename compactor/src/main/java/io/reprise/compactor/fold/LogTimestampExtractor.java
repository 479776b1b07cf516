package io.reprise.compactor.fold;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Gives Kafka Streams the timestamp with which a record is stored in the log. A record of Kafka's
 * oldest format has the timestamp -1, and Kafka Streams would drop such a record. This class gives
 * it the timestamp 0 (1970) instead. Kafka Streams creates the instances; they are stateless.
 */
public final class LogTimestampExtractor implements TimestampExtractor {
  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(0, record.timestamp());
  }
}
