package io.reprise.replay.fencing;

import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;

/**
 * A transaction that has not ended in a partition.
 *
 * @param epoch of the producer that wrote it
 * @param coordinatorEpoch of the last marker that the producer got in this partition, or 0
 * @param from offset of its first record
 */
record OpenTransaction(
    TopicPartition partition, long producerId, short epoch, int coordinatorEpoch, long from) {

  static OpenTransaction of(TopicPartition partition, ProducerState producer) {
    return new OpenTransaction(
        partition,
        producer.producerId(),
        (short) producer.producerEpoch(),
        producer.coordinatorEpoch().orElse(0),
        producer.currentTransactionStartOffset().orElseThrow());
  }
}
