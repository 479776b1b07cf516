package io.reprise.replay.target;

import org.apache.kafka.clients.producer.ProducerRecord;

/** Adds records to the open transaction of a slot. Confined to the thread of the shard. */
@FunctionalInterface
public interface RecordSink {
  /** Sends a record, which must name its partition, as part of the transaction. */
  void send(ProducerRecord<byte[], byte[]> record);
}
