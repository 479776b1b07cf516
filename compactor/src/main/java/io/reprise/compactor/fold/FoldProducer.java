package io.reprise.compactor.fold;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producer with which a stream thread writes snapshots and states. After each committed
 * transaction, the marks of the thread's partitions become visible. Used by one thread.
 */
final class FoldProducer extends KafkaProducer<byte[], byte[]> {
  private final CommittedMarks marks;

  FoldProducer(Map<String, Object> settings, CommittedMarks marks) {
    super(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.marks = marks;
  }

  @Override
  public void commitTransaction() {
    super.commitTransaction();
    marks.committed();
  }
}
