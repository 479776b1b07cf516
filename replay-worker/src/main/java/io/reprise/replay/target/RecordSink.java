package io.reprise.replay.target;

import org.apache.kafka.clients.producer.ProducerRecord;

/** Takes records, of which each says its partition, into an open Kafka transaction. */
@FunctionalInterface
public interface RecordSink {
  void send(ProducerRecord<byte[], byte[]> record);
}
