package io.reprise.replay.fencing;

import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;

/**
 * A transaction that is open in one partition: the partition has no transaction marker of it yet.
 *
 * @param epoch the epoch of the producer that wrote the transaction
 * @param coordinatorEpoch the epoch of Kafka's transaction coordinator, as the last transaction
 *     marker of this producer in the partition has it; 0 if there is no such marker
 * @param from the offset of the transaction's first record
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
