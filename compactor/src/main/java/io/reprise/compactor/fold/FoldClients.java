package io.reprise.compactor.fold;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Creates the Kafka clients of a compaction. The consumer of the source topic is a {@link
 * FoldConsumer} and the producer is a {@link FoldProducer}; the other clients are Kafka's standard
 * clients. Thread-safe. Kafka Streams closes the clients.
 *
 * @param moved receives, by partition, the positions that the consumer moved to the log's start
 * @param marks makes progress visible after each committed transaction
 */
record FoldClients(Map<Integer, MovedPosition> moved, CommittedMarks marks)
    implements KafkaClientSupplier {

  @Override
  public Admin getAdmin(Map<String, Object> settings) {
    return Admin.create(settings);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
    return new FoldProducer(settings, marks);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
    return new FoldConsumer(settings, moved);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
    return plain(settings);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> settings) {
    return plain(settings);
  }

  private static Consumer<byte[], byte[]> plain(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
